{{ template "shared/a.sql" . }}
