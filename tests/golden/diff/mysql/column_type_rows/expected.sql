ALTER TABLE `t`
    MODIFY COLUMN `u` uuid DEFAULT uuid(),
    MODIFY COLUMN `i` inet6,
    ADD COLUMN `j` inet4,
    ADD COLUMN `b` bit(5) DEFAULT b'101',
    ADD COLUMN `y` year DEFAULT 2020,
    ADD COLUMN `tm` time(3),
    ADD COLUMN `ts` timestamp(6) NULL,
    ADD COLUMN `d` decimal(10,3) unsigned zerofill;
