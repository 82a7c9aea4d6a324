--liquibase formatted sql
--changeset nene:1
select 1;
--rollback changesetId:9 changesetAuthor:x
