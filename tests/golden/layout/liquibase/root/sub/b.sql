--liquibase formatted sql
--changeset ann:b
SELECT 2;
