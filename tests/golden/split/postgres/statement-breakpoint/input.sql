CREATE TABLE a (b int);--> statement-breakpoint
CREATE TABLE c (d int);
--> statement-breakpoint
SELECT 1