-- An earlier migration has added it.
ALTER TABLE elsewhere VALIDATE CONSTRAINT a_not_null;
ALTER TABLE elsewhere ALTER a SET NOT NULL;
