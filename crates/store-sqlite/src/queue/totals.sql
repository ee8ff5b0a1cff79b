SELECT
    (SELECT total FROM request_tally WHERE status = 'pending'),
    (SELECT total FROM request_tally WHERE status = 'returned'),
    (SELECT total FROM request_tally WHERE status = 'escalated'),
    (SELECT sum(total) FROM request_tally WHERE status IN ('approved', 'rejected', 'cancelled')),
    (SELECT count(*)
     FROM change_request
     WHERE claimed_by = ?1
       AND claim_expires_at > (SELECT at FROM desk_now)),
    (SELECT count(*)
     FROM change_request
     WHERE status IN ('approved', 'rejected', 'cancelled')
       AND closed_at >= ?2),
    (SELECT count(*)
     FROM change_request
     WHERE status = 'pending'
       AND submitted_at < ?3
       AND revision = 1)
