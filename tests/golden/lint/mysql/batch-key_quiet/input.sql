-- pawl:batch key=id table=users size=5000
UPDATE users SET age = 1 WHERE id > :lo AND id <= :hi;
CREATE UNIQUE INDEX orders_both ON orders (user_id, id);
-- pawl:batch table=orders key=user_id,id
DELETE FROM orders WHERE total > 1;
-- pawl:batch table=elsewhere key=a
DELETE FROM elsewhere WHERE a > :lo AND a <= :hi;
