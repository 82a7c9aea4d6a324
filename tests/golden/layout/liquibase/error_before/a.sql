--liquibase formatted sql
select 1;
