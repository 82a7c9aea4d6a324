// SPDX-License-Identifier: Apache-2.0
// AWS's own client, as it comes, against the emulator: what it sends is understood, what
// it gets is what it expects.
//
//	node aws_client.js MODULES PORT DATABASE
'use strict';
const assert = require('assert');
const path = require('path');
const { createRequire } = require('module');

const [, , modules, port, database] = process.argv;
const aws = createRequire(path.join(modules, 'x'))('@aws-sdk/client-rds-data');
const arns = {
	resourceArn: 'arn:aws:rds:eu-test-1:123456789012:cluster:alex',
	secretArn: 'arn:aws:secretsmanager:eu-test-1:123456789012:secret:alex-AbCdEf',
};
const good = { accessKeyId: 'AKIDPAWLTEST', secretAccessKey: 'test/secret/of/nobody/0123456789abcdefgh' };

function client(credentials) {
	return new aws.RDSDataClient({ region: 'eu-test-1', endpoint: `http://127.0.0.1:${port}`, credentials, maxAttempts: 1 });
}

const rds = client(good);
const execute = (sql, more) => rds.send(new aws.ExecuteStatementCommand({ ...arns, database, sql, ...more }));

async function values() {
	const r = await execute("SELECT 1::int, 'x', NULL::text, true, 1.5::float8, 2.50::numeric, '\\x00ff'::bytea, ARRAY[1, 2]",
		{ includeResultMetadata: true });
	const [long, string, nothing, bool, double, decimal, blob, array] = r.records[0];

	assert.deepStrictEqual([long.longValue, string.stringValue, nothing.isNull, bool.booleanValue, double.doubleValue],
		[1, 'x', true, true, 1.5]);
	assert.strictEqual(decimal.stringValue, '2.50');
	assert.deepStrictEqual([...blob.blobValue], [0, 255]);
	assert.deepStrictEqual(array.arrayValue.longValues, [1, 2]);
	assert.strictEqual(r.columnMetadata[0].typeName, 'int4');
	const json = await execute('SELECT 1 AS one', { formatRecordsAs: 'JSON' });
	assert.deepStrictEqual(JSON.parse(json.formattedRecords), [{ one: 1 }]);
}

async function parameters() {
	const given = [{ name: 'a', value: { longValue: 7 } }, { name: 'b', value: { stringValue: "o'x" } },
		{ name: 'c', typeHint: 'UUID', value: { stringValue: '00000000-0000-0000-0000-000000000001' } }];
	const r = await execute("SELECT :a, :b::text || ':a', :c", { parameters: given });

	assert.strictEqual(r.records[0][0].longValue, 7);
	assert.strictEqual(r.records[0][1].stringValue, "o'x:a");
	await assert.rejects(execute('SELECT :missing'), { name: 'BadRequestException' });
	await assert.rejects(execute('SELECT 1 WHERE 1 = :a', { parameters: [{ name: 'a', value: { stringValue: '1' } }] }),
		/SQLState: 42883/);
}

async function transactions() {
	await execute('CREATE TABLE numbers (n int)');
	const { transactionId } = await rds.send(new aws.BeginTransactionCommand({ ...arns, database }));
	const batch = await rds.send(new aws.BatchExecuteStatementCommand({ ...arns, transactionId,
		sql: 'INSERT INTO numbers VALUES (:n)', parameterSets: [1, 2].map((n) => [{ name: 'n', value: { longValue: n } }]) }));

	assert.strictEqual(batch.updateResults.length, 2);
	assert.strictEqual((await execute('UPDATE numbers SET n = n + 1', { transactionId })).numberOfRecordsUpdated, 2);
	assert.strictEqual((await execute('SELECT count(*) FROM numbers')).records[0][0].longValue, 0);
	const done = await rds.send(new aws.CommitTransactionCommand({ ...arns, transactionId }));
	assert.strictEqual(done.transactionStatus, 'Transaction Committed');
	assert.strictEqual((await execute('SELECT sum(n) FROM numbers')).records[0][0].longValue, 5);
	await assert.rejects(execute('SELECT 1', { transactionId }), aws.TransactionNotFoundException);
	await execute('DROP TABLE numbers');
}

// In the form that pawl sends: texts, NULL among them, in one statement's order.
async function batches() {
	await execute('CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, a text, b text)');
	const batch = (sql, parameterSets, more) =>
		rds.send(new aws.BatchExecuteStatementCommand({ ...arns, database, sql, parameterSets, ...more }));
	const set = (a, b) => [{ name: 'p1', value: { stringValue: a } },
		{ name: 'p2', value: b === null ? { isNull: true } : { stringValue: b } }];
	const { transactionId } = await rds.send(new aws.BeginTransactionCommand({ ...arns, database }));
	const insert = 'INSERT INTO notes (a, b) VALUES (CAST(:p1 AS text), CAST(:p2 AS text))';
	const done = await batch(insert, [set("o'x\n", null), set(':p1', '2'), set('', '3')], { transactionId });

	assert.deepStrictEqual(done.updateResults.map((r) => r.generatedFields), [[], [], []]);
	const read = await execute('SELECT a, b FROM notes ORDER BY id', { transactionId });
	assert.deepStrictEqual(read.records.map(([a, b]) => [a.stringValue, b.isNull || b.stringValue]),
		[["o'x\n", true], [':p1', '2'], ['', '3']]);
	await assert.rejects(batch('INSERT INTO notes (id) VALUES (CAST(:p1 AS text))', [set('x', null)], { transactionId }),
		{ name: 'DatabaseErrorException' });
	await assert.rejects(batch(insert, [set('x', null)], { transactionId }), /SQLState: 25P02/);
	await rds.send(new aws.RollbackTransactionCommand({ ...arns, transactionId }));
	await assert.rejects(batch('SELECT :p1', [set('x', null)]), { name: 'BadRequestException' });
	await assert.rejects(batch(insert, [[]]), /Cannot find parameter: p1/);
	await assert.rejects(batch(insert, [set('x'.repeat(5 << 20), null)]), (e) => e.$metadata.httpStatusCode === 413);
	assert.strictEqual((await execute('SELECT count(*) FROM notes')).records[0][0].longValue, 0);
	await execute('DROP TABLE notes');
}

async function errors() {
	await assert.rejects(execute('SELECT * FROM nowhere'),
		{ name: 'DatabaseErrorException', message: 'ERROR: relation "nowhere" does not exist; Position: 15; SQLState: 42P01' });
	await assert.rejects(execute('SELECT 1; SELECT 2'), /Multistatements/);
	await assert.rejects(execute('SELECT ' + '1'.repeat(70000)), { name: 'ValidationException' });
	await assert.rejects(execute("SELECT repeat('x', 60000) FROM generate_series(1, 20)"), /response size limit/);
	await assert.rejects(execute("SELECT 'pg_class'::regclass"), aws.UnsupportedResultException);
	await assert.rejects(execute('SELECT 1', { database: 'no_such_database' }), aws.DatabaseNotFoundException);
	const wrong = client({ ...good, secretAccessKey: 'wrong' });
	await assert.rejects(wrong.send(new aws.ExecuteStatementCommand({ ...arns, database, sql: 'SELECT 1' })),
		{ name: 'InvalidSignatureException' });
	const timeout = execute('SELECT pg_sleep(20)');
	await assert.rejects(timeout, (e) => e instanceof aws.StatementTimeoutException && e.dbConnectionId > 0);
}

// No session between calls.
async function sessions() {
	await execute("SET search_path = 'pg_catalog'");
	assert.notStrictEqual((await execute('SHOW search_path')).records[0][0].stringValue, 'pg_catalog');
}

(async () => {
	for (const test of [values, parameters, transactions, batches, errors, sessions]) {
		await test();
		console.log('ok', test.name);
	}
})().catch((e) => {
	console.error(e);
	process.exit(1);
});
