--liquibase formatted sql
--changeset nene
select 1;
