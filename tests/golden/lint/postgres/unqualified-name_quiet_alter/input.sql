ALTER TABLE public.users ADD COLUMN nick text;
DROP TABLE public.orders;
