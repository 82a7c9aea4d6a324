{{ template "shared/v1.sql" . -}}

{{/* a comment */}}
select 2;
---- create above / drop below ----
drop function f();
