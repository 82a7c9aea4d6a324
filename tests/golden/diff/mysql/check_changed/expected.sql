ALTER TABLE `t`
    DROP CONSTRAINT `c`,
    ADD CONSTRAINT `c` CHECK (`a` > 0 or `b` like 'x%');
