--liquibase formatted sql

--changeset nene:view runOnChange:true
create or replace view v as select 1;
--rollback empty
