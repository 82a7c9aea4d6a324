{{ template "shared/none.sql" . }}
