--liquibase formatted sql
/* What this is about:
   tables */

  -- and more
--changeset ann:1
/* first */
CREATE TABLE a (id INT);
