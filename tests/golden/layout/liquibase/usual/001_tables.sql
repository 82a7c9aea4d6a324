--liquibase formatted sql logicalFilePath:db/tables.sql
--property name:kind value:"varchar(40)"
--property name:kind value:text dbms:oracle

--changeset nene:1 labels:core
create table test1 (
    name ${kind}, -- ${unknown}
    id int
);
--rollback drop table
--rollback test1;

--changeset "nene ann":"the second" dbms:postgresql,h2 runInTransaction:false
--comment: not concurrently
create index i on test1 (id);
--rollback not required

--changeset nene:3 dbms:!postgresql
select 3;

--changeset nene:4 ignore:true
select 4;

-- changeset nene:5 endDelimiter:/ splitStatements:false
create table a (id int)
/
create table b (id int)
/
/* liquibase rollback
drop table b;
drop table a;
*/

--changeset nene:6 context:"test and !prod"
insert into a values (1);

--changeset nene:7
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 select count(*) from a
--precondition-table-exists table:b
insert into a values (2);
--rollback changesetId:6 changesetAuthor:nene
