COMMIT TRANSACTION;
--> statement-breakpoint
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;