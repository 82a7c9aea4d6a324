--liquibase formatted sql
--changeset ann:c
SELECT 3;
