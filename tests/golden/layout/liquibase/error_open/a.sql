--liquibase formatted sql
--changeset nene:1
select 1;
/* liquibase rollback
select 2;
