SELECT
    (SELECT sum(total)::bigint FROM desk.request_tally WHERE status = 'pending'),
    (SELECT sum(total)::bigint FROM desk.request_tally WHERE status = 'returned'),
    (SELECT sum(total)::bigint FROM desk.request_tally WHERE status = 'escalated'),
    (SELECT sum(total)::bigint
     FROM desk.request_tally
     WHERE status IN ('approved', 'rejected', 'cancelled')),
    (SELECT count(*)
     FROM desk.change_request
     WHERE claimed_by = $1
       AND claim_expires_at > desk.clock()),
    (SELECT count(*)
     FROM desk.change_request
     WHERE status IN ('approved', 'rejected', 'cancelled')
       AND closed_at >= $2),
    (SELECT count(*)
     FROM desk.change_request
     WHERE status = 'pending'
       AND submitted_at < $3
       AND revision = 1)
