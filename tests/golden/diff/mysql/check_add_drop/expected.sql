ALTER TABLE `t`
    DROP CONSTRAINT `positive`,
    DROP CONSTRAINT `CONSTRAINT_1`,
    ADD CONSTRAINT `CONSTRAINT_1` CHECK (`b` >= 0),
    ADD CONSTRAINT `ordered` CHECK (`a` < `b` and `b` in (1,2));
