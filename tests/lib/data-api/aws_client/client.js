// SPDX-License-Identifier: Apache-2.0
// AWS's own client, as it comes, against the emulator: what it sends is understood, what
// it gets is what it expects.
//
//	node client.js MODULES PORT ENGINE DATABASE
//
// The emulator's statements end after a second. The engine's own cases are in the file
// of its name.
'use strict';
const assert = require('assert');
const path = require('path');
const { createRequire } = require('module');

const [, , modules, port, engine, database] = process.argv;
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
const send = (command, more) => rds.send(new aws[`${command}Command`]({ ...arns, ...more }));
const execute = (sql, more) => send('ExecuteStatement', { database, sql, ...more });
const batch = (sql, parameterSets, more) => send('BatchExecuteStatement', { database, sql, parameterSets, ...more });
const begin = async () => (await send('BeginTransaction', { database })).transactionId;

// The first cell of the answer, whatever its member.
async function value(sql, more) {
	const [cell] = (await execute(sql, more)).records[0];

	return cell.isNull ? null : Object.values(cell)[0];
}

// Until the value is that, for a second at most.
async function becomes(sql, expected) {
	const end = Date.now() + 1000;
	let last;

	do
		last = await value(sql);
	while (last !== expected && Date.now() < end);
	assert.strictEqual(last, expected);
}

const long = (name, longValue) => ({ name, value: { longValue } });
const text = (name, stringValue) => ({ name, value: stringValue === null ? { isNull: true } : { stringValue } });

async function transactions() {
	await execute('CREATE TABLE numbers (n int)');
	const transactionId = await begin();
	const done = await batch('INSERT INTO numbers VALUES (:n)', [[long('n', 1)], [long('n', 2)]], { transactionId });

	assert.strictEqual(done.updateResults.length, 2);
	assert.strictEqual((await execute('UPDATE numbers SET n = n + 1', { transactionId })).numberOfRecordsUpdated, 2);
	assert.strictEqual(await value('SELECT count(*) FROM numbers'), 0);
	await assert.rejects(execute('SELECT 1', { transactionId, database: 'another' }), /not the same/);
	const ended = await send('CommitTransaction', { transactionId });
	assert.strictEqual(ended.transactionStatus, 'Transaction Committed');
	assert.deepStrictEqual((await execute('SELECT n FROM numbers ORDER BY n')).records.map(([n]) => n.longValue), [2, 3]);
	await assert.rejects(execute('SELECT 1', { transactionId }), aws.TransactionNotFoundException);
	await execute('DROP TABLE numbers');
}

// Its answer was too large, which ends a transaction; and a call at a time.
async function broken_transactions(own) {
	let transactionId = await begin();
	const two = await Promise.allSettled([own.sleep(0.3), 'SELECT 1'].map((sql) => execute(sql, { transactionId })));

	assert.deepStrictEqual(two.map((r) => (r.reason || {}).message), [undefined, 'Transaction is still running a query']);
	await send('RollbackTransaction', { transactionId });
	transactionId = await begin();
	const row = "SELECT repeat('x', 60000)";
	await assert.rejects(execute(Array(20).fill(row).join(' UNION ALL '), { transactionId }), /response size limit/);
	await assert.rejects(send('CommitTransaction', { transactionId }), aws.TransactionNotFoundException);
	await assert.rejects(execute("SELECT repeat('x', 70000)"), /row size limit/);
}

async function refusals() {
	await assert.rejects(execute('SELECT 1; SELECT 2'), { name: 'ValidationException', message: /Multistatements/ });
	await assert.rejects(execute('SELECT ' + '1'.repeat(70000)), { name: 'ValidationException' });
	await assert.rejects(execute('SELECT 1', { schema: 'public' }), { name: 'ValidationException' });
	await assert.rejects(execute('SELECT :missing'), { name: 'BadRequestException' });
	await assert.rejects(execute('SELECT 1', { database: 'no_such_database' }), aws.DatabaseNotFoundException);
	await assert.rejects(batch('SELECT :a', [[text('a', 'x')]]), { name: 'BadRequestException' });
	await assert.rejects(batch('SELECT :a', [[text('a', 'x'.repeat(5 << 20))]]), (e) => e.$metadata.httpStatusCode === 413);
	const wrong = client({ ...good, secretAccessKey: 'wrong' });
	await assert.rejects(wrong.send(new aws.ExecuteStatementCommand({ ...arns, database, sql: 'SELECT 1' })),
		{ name: 'InvalidSignatureException' });
}

async function json() {
	const r = await execute('SELECT 1 AS one', { formatRecordsAs: 'JSON' });

	assert.deepStrictEqual(JSON.parse(r.formattedRecords), [{ one: 1 }]);
}

// A statement that is late is over, or it goes on and nobody waits for it.
const late = (sleep, more) =>
	assert.rejects(execute(sleep, more), (e) => e instanceof aws.StatementTimeoutException && e.dbConnectionId > 0);

(async () => {
	const own = require(`./${engine}.js`)({ assert, aws, send, execute, batch, begin, value, becomes, long, text, late });

	for (const test of [transactions, broken_transactions, refusals, json, ...own.tests]) {
		await test(own);
		console.log('ok', test.name);
	}
	console.log('all is well');
})().catch((e) => {
	console.error(e);
	process.exit(1);
});
