ALTER TABLE `sales` DROP PARTITION `far, far away`, `b``tick here`;
