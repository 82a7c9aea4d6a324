ALTER TABLE `t`
    ADD COLUMN `b` enum('x\\y','it''s','line\nbreak','"') DEFAULT 'x\\y' COMMENT 'c:\\temp',
    ADD COLUMN `c` varchar(20) DEFAULT 'tab	\\ ''',
    ADD COLUMN `d` varchar(9) GENERATED ALWAYS AS (concat(`c`,'\\')) VIRTUAL CHECK (`c` <> '\\n'),
    COMMENT='back\\slash';
