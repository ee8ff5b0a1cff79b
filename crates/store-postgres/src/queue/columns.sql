r.id,
r.request_no,
m.title_th,
m.given_th,
m.family_th,
m.title_en,
m.given_en,
m.family_en,
m.member_no,
(SELECT l.number FROM desk.licence AS l WHERE l.member_id = m.id ORDER BY l.id LIMIT 1) AS licence,
r.new_phone,
r.status,
r.risk,
r.risk_order,
r.priority_order,
r.submitted_at,
r.returned_at,
r.waited,
r.closed_at,
r.claimed_by,
COALESCE(r.claim_expires_at > (SELECT desk.clock()), false) AS is_held,
s.display_name AS holder_name,
(SELECT min(c.scheduled_at)
 FROM desk.video_call_seen AS c
 WHERE c.request_id = r.id
   AND c.started_at IS NULL
   AND c.revision = r.revision
   AND r.closed_at IS NULL) AS call_at
