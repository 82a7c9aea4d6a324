ALTER TABLE `t`
    MODIFY COLUMN `a` enum('new','done','it''s late') NOT NULL DEFAULT 'new',
    MODIFY COLUMN `b` set('x','y','z');
