--pawl:down
SELECT 'down'
	--  pawl: up
SELECT 'up'