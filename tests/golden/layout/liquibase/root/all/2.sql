--liquibase formatted sql
--changeset ann:d
SELECT 4;
