SELECT 1;
DO $x$ begin end; $y$;
