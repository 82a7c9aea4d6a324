// SPDX-License-Identifier: Apache-2.0
// What is Aurora PostgreSQL's own.
'use strict';

module.exports = ({ assert, aws, send, execute, batch, begin, value, becomes, long, text, late }) => {
	async function values() {
		const r = await execute("SELECT 1::int, 'x', NULL::text, true, 1.5::float8, 2.50::numeric, '\\x00ff'::bytea, ARRAY[1, 2]",
			{ includeResultMetadata: true });
		const [one, string, nothing, bool, double, decimal, blob, array] = r.records[0];

		assert.deepStrictEqual([one.longValue, string.stringValue, nothing.isNull, bool.booleanValue, double.doubleValue],
			[1, 'x', true, true, 1.5]);
		assert.strictEqual(decimal.stringValue, '2.50');
		assert.deepStrictEqual([...blob.blobValue], [0, 255]);
		assert.deepStrictEqual(array.arrayValue.longValues, [1, 2]);
		assert.strictEqual(r.columnMetadata[0].typeName, 'int4');
		await assert.rejects(execute("SELECT 'pg_class'::regclass"), aws.UnsupportedResultException);
	}

	async function parameters() {
		const id = { ...text('c', '00000000-0000-0000-0000-000000000001'), typeHint: 'UUID' };
		const r = await execute("SELECT :a, :b::text || ':a', :c", { parameters: [long('a', 7), text('b', "o'x"), id] });

		assert.strictEqual(r.records[0][0].longValue, 7);
		assert.strictEqual(r.records[0][1].stringValue, "o'x:a");
		await assert.rejects(execute('SELECT 1 WHERE 1 = :a', { parameters: [text('a', '1')] }), /SQLState: 42883/);
	}

	// In the form that pawl sends: texts, NULL among them, in one statement's order.
	async function batches() {
		await execute('CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, a text, b text)');
		const set = (a, b) => [text('p1', a), text('p2', b)];
		const insert = 'INSERT INTO notes (a, b) VALUES (CAST(:p1 AS text), CAST(:p2 AS text))';
		const transactionId = await begin();
		const done = await batch(insert, [set("o'x\n", null), set(':p1', '2'), set('', '3')], { transactionId });

		assert.deepStrictEqual(done.updateResults.map((r) => r.generatedFields), [[], [], []]);
		const read = await execute('SELECT a, b FROM notes ORDER BY id', { transactionId });
		assert.deepStrictEqual(read.records.map(([a, b]) => [a.stringValue, b.isNull || b.stringValue]),
			[["o'x\n", true], [':p1', '2'], ['', '3']]);
		await assert.rejects(batch('INSERT INTO notes (id) VALUES (CAST(:p1 AS text))', [set('x', null)], { transactionId }),
			{ name: 'DatabaseErrorException' });
		await assert.rejects(batch(insert, [set('x', null)], { transactionId }), /SQLState: 25P02/);
		await send('RollbackTransaction', { transactionId });
		await assert.rejects(batch(insert, [[]]), /Cannot find parameter: p1/);
		assert.strictEqual(await value('SELECT count(*) FROM notes'), 0);
		await execute('DROP TABLE notes');
	}

	async function errors() {
		await assert.rejects(execute('SELECT * FROM nowhere'),
			{ name: 'DatabaseErrorException', message: 'ERROR: relation "nowhere" does not exist; Position: 15; SQLState: 42P01' });
	}

	const sleep = (seconds) => `SELECT pg_sleep(${seconds})`;

	async function timeouts() {
		const running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(%'";

		await late(sleep(20));
		await becomes(running, 0);
		await late(sleep(3), { continueAfterTimeout: true });
		await becomes(running, 1);
	}

	// No session between calls.
	async function sessions() {
		await execute("SET search_path = 'pg_catalog'");
		assert.notStrictEqual(await value('SHOW search_path'), 'pg_catalog');
	}

	return { tests: [values, parameters, batches, errors, timeouts, sessions], sleep };
};
