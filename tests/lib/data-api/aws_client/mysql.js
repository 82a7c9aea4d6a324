// SPDX-License-Identifier: Apache-2.0
// What is Aurora MySQL's own.
'use strict';

module.exports = ({ assert, aws, send, execute, batch, begin, value, becomes, long, text, late }) => {
	async function values() {
		await execute(`CREATE TABLE kinds (b TINYINT(1), t TINYINT, i INT UNSIGNED, l BIGINT, d DOUBLE, n DECIMAL(5,2), day DATE,
			clock TIME, at DATETIME(3), y YEAR, s VARCHAR(20) CHARACTER SET utf8mb4, e ENUM('a', 'b'), se SET('a', 'b'),
			v VARBINARY(5), bl BLOB, bit1 BIT(1), bits BIT(9), j JSON, g GEOMETRY)`);
		await execute(`INSERT INTO kinds VALUES (1, -128, 4294967295, -9007199254740991, 0.5, 2.5, '2026-01-31', '-10:20:30',
			'2026-01-31 10:20:30.25', 2026, 'ö🌍', 'b', 'a,b', X'00FF', X'01', b'1', b'100000001', '{"a": 1}', NULL)`);
		const columns = 'b, t, i, l, d, n, day, clock, at, y, s, e, se, v, bl, bit1, bits, j';
		const read = async (more, parameters) => (await execute(`SELECT ${columns}, NULL FROM kinds${more}`,
			{ parameters, includeResultMetadata: true }));
		const r = await read('');
		const bytes = (blobValue) => ({ blobValue: Uint8Array.from(blobValue) });

		assert.deepStrictEqual(JSON.stringify(r.records[0]), JSON.stringify([{ booleanValue: true }, { longValue: -128 },
			{ longValue: 4294967295 }, { longValue: -9007199254740991 }, { doubleValue: 0.5 }, { stringValue: '2.50' },
			{ stringValue: '2026-01-31' }, { stringValue: '-10:20:30' }, { stringValue: '2026-01-31 10:20:30.250' },
			{ stringValue: '2026' }, { stringValue: 'ö🌍' }, { stringValue: 'b' }, { stringValue: 'a,b' }, bytes([0, 255]),
			bytes([1]), { booleanValue: true }, bytes([1, 1]), { stringValue: '{"a": 1}' }, { isNull: true }]));
		assert.deepStrictEqual((await read(' WHERE t = :t', [long('t', -128)])).records, r.records);
		assert.deepStrictEqual(r.columnMetadata.slice(2, 4).map((c) => [c.name, c.typeName, c.isSigned]),
			[['i', 'INT UNSIGNED', false], ['l', 'BIGINT', true]]);
		await assert.rejects(execute('SELECT g FROM kinds'), aws.UnsupportedResultException);
		await execute('DROP TABLE kinds');
	}

	async function parameters() {
		const hinted = (name, typeHint, string) => ({ ...text(name, string), typeHint });
		const given = [long('a', 7), text('b', "o'\\x"), hinted('c', 'DATE', '2026-01-31'), text('d', null),
			{ name: 'e', value: { blobValue: Uint8Array.from([0, 255]) } }, { name: 'f', value: { booleanValue: true } }];
		const r = await execute("SELECT :a, CONCAT(:b, ':a', `x:b`), :c, :d, HEX(:e), :f + :a FROM (SELECT '#' AS `x:b`) AS t -- :g",
			{ parameters: given });

		assert.deepStrictEqual(r.records[0].map((f) => f.isNull || Object.values(f)[0]),
			[7, "o'\\x:a#", '2026-01-31', true, '00FF', 8]);
		await assert.rejects(execute('SELECT :a', { parameters: [hinted('a', 'DATE', 'soon')] }), { name: 'BadRequestException' });
		await assert.rejects(execute('SELECT :a', { parameters: [hinted('a', 'UUID', 'x')] }), { name: 'BadRequestException' });
	}

	async function batches() {
		await execute('CREATE TABLE notes (id int AUTO_INCREMENT PRIMARY KEY, a text, b text)');
		const set = (a, b) => [text('p1', a), text('p2', b)];
		const insert = 'INSERT INTO notes (a, b) VALUES (:p1, :p2)';
		const transactionId = await begin();
		const done = await batch(insert, [set("o'x\n", null), set(':p1', '2'), set('', '3')], { transactionId });

		assert.deepStrictEqual(done.updateResults.map((r) => r.generatedFields[0].longValue), [1, 2, 3]);
		const read = await execute('SELECT a, b FROM notes ORDER BY id', { transactionId });
		assert.deepStrictEqual(read.records.map(([a, b]) => [a.stringValue, b.isNull || b.stringValue]),
			[["o'x\n", true], [':p1', '2'], ['', '3']]);
		// A failed statement fails alone.
		await assert.rejects(batch('INSERT INTO notes (id) VALUES (:p1)', [set('1', null)], { transactionId }), /Error code: 1062/);
		await batch(insert, [set('x', null)], { transactionId });
		await send('RollbackTransaction', { transactionId });
		await assert.rejects(batch(insert, [[]]), /Cannot find parameter: p1/);
		assert.strictEqual(await value('SELECT count(*) FROM notes'), 0);
		const one = await execute(insert, { parameters: set('x', 'y') });
		assert.deepStrictEqual([one.numberOfRecordsUpdated, one.generatedFields[0].longValue], [1, 5]);
		assert.strictEqual((await execute('SELECT * FROM notes')).numberOfRecordsUpdated, 0);
		await execute('DROP TABLE notes');
	}

	// DDL commits what was before it, and the transaction's number is good still.
	async function ddl() {
		await execute('CREATE TABLE kept (n int)');
		const transactionId = await begin();

		await execute('INSERT INTO kept VALUES (1)', { transactionId });
		await execute('CREATE TABLE also_kept (n int)', { transactionId });
		assert.strictEqual(await value('SELECT count(*) FROM kept'), 1);
		await execute('INSERT INTO kept VALUES (2)', { transactionId });
		await send('RollbackTransaction', { transactionId });
		assert.strictEqual(await value('SELECT count(*) FROM kept'), 1);
		await execute('DROP TABLE kept, also_kept');
	}

	async function programs() {
		await execute('CREATE TABLE t (n int)');
		await execute("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = NEW.n + 1; SET NEW.n = NEW.n + 1; END");
		await execute('CREATE DEFINER = CURRENT_USER PROCEDURE p(x int) BEGIN INSERT INTO t VALUES (x); SELECT n FROM t; END');
		assert.strictEqual(await value('CALL p(:x)', { parameters: [long('x', 1)] }), 3);
		await execute("INSERT INTO t VALUES (length('a;b')) -- ; nothing");
		await assert.rejects(execute("DROP TABLE t; DROP PROCEDURE p"), /Multistatements/);
		await execute('DROP PROCEDURE p');
		await execute('DROP TABLE t;');
	}

	async function errors() {
		await assert.rejects(execute('SELECT * FROM nowhere'), { name: 'DatabaseErrorException',
			message: /^Table '.*\.nowhere' doesn't exist; Error code: 1146; SQLState: 42S02$/ });
		await assert.rejects(execute('SELEC 1'), /Error code: 1064; SQLState: 42000$/);
	}

	const sleep = (seconds) => `SELECT SLEEP(${seconds})`;

	async function timeouts() {
		const running = "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(%'";

		await late(sleep(20));
		await becomes(running, 0);
		await late(sleep(3), { continueAfterTimeout: true });
		await becomes(running, 1);
	}

	// No session between calls.
	async function sessions() {
		const database = await value('SELECT DATABASE()');

		await execute("SET @x = 1, lock_wait_timeout = 7, sql_mode = 'ANSI_QUOTES', autocommit = 0");
		assert.deepStrictEqual((await execute('SELECT @x, @@lock_wait_timeout = 7, @@sql_mode = :m, @@autocommit',
			{ parameters: [text('m', 'ANSI_QUOTES')] })).records[0].map((f) => f.isNull || f.longValue), [true, 0, 0, 1]);
		await execute('CREATE TEMPORARY TABLE passing (n int)');
		await assert.rejects(execute('SELECT * FROM passing'), /Error code: 1146/);
		assert.strictEqual(await value("SELECT GET_LOCK('pawl test', 0)"), 1);
		assert.strictEqual(await value("SELECT IS_FREE_LOCK('pawl test')"), 1);
		await execute('USE information_schema');
		assert.strictEqual(await value('SELECT DATABASE()'), database);
		await execute('CREATE TABLE locked (n int)');
		await execute('LOCK TABLES locked WRITE');
		await execute('START TRANSACTION');
		await execute('INSERT INTO locked VALUES (1)');
		assert.strictEqual(await value('SELECT count(*) FROM locked'), 1);
		await execute('DROP TABLE locked');
	}

	return { tests: [values, parameters, batches, ddl, programs, errors, timeouts, sessions], sleep };
};
