CREATE TABLE public.fresh (a int);
