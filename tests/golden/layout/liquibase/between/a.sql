--liquibase formatted sql
--changeset ann:a
SELECT 1;
