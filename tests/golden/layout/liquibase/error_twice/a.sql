--liquibase formatted sql
--changeset nene:1
select 1;
--changeset nene:1
select 2;
