--liquibase formatted sql
--changeset nene:1
--precondition-foreign-key table:x
select 1;
