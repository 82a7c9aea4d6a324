-- pawl:batch table=users key=email size=5000
UPDATE users SET age = 1 WHERE email > :lo AND email <= :hi;
-- pawl:batch table=orders key=id,user_id
DELETE FROM orders WHERE id > :lo_id AND id <= :hi_id;
