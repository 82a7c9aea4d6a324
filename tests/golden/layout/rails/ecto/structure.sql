CREATE TABLE public.schema_migrations (version bigint NOT NULL, inserted_at timestamp(0) without time zone);
CREATE TABLE public.users (id bigint NOT NULL);
INSERT INTO public."schema_migrations" (version) VALUES (20200101000001);
INSERT INTO public."schema_migrations" (version) VALUES (20200101000003);
INSERT INTO public."schema_migrations" (version) VALUES (20200101000002);
