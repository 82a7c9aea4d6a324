ALTER TABLE orders ADD CONSTRAINT orders_check CHECK (id > 0) NOT VALID;
ALTER TABLE orders ADD CHECK (total > 0);
