--liquibase formatted sql
--changeset ann:e
SELECT 5;
