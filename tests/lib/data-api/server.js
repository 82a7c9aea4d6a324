// SPDX-License-Identifier: Apache-2.0
// The RDS Data API over a PostgreSQL server, for tests.
//
//	node server.js '{"host": SOCKET_FOLDER, "user": "postgres", ...}'
//
// Prints "listening PORT". It checks signatures itself, keeps the limits of the
// Data API (other values may be given), keeps no session between calls outside a
// transaction, and answers with AWS's shapes of errors. aws_client.js holds it to
// what AWS's own client understands.
//
// POST /-/fault with {"name", "status", "message", "times", "skip", "path"} makes the
// next calls fail; "name": "drop" closes the connection instead, "drop-after" does so
// when the call has been done; "none" takes back what is left of them. GET /-/calls counts the calls that were
// signed well, by path.
'use strict';
const crypto = require('crypto');
const http = require('http');
const path = require('path');
const { createRequire } = require('module');
const { verify } = require('./sigv4.js');
const { ApiError, bindAll, answer, databaseError } = require('./sql.js');
const identity = require('./identity.js');

const config = Object.assign({
	port: 0, region: 'eu-test-1',
	resourceArn: 'arn:aws:rds:eu-test-1:123456789012:cluster:alex',
	secretArn: 'arn:aws:secretsmanager:eu-test-1:123456789012:secret:alex-AbCdEf',
	keys: identity.keys,
	transactionIdle: 180, statementTimeout: 45,
	sql: 65536, request: 4 << 20, response: 1 << 20, row: 64 << 10,
}, JSON.parse(process.argv[2] || '{}'));
const pg = createRequire(path.join(config.modules || __dirname, 'x'))('pg');

const raw = { getTypeParser: () => (text) => text };
const transactions = new Map();
let faults = [];
const calls = {};

async function connect(database) {
	const client = new pg.Client({ host: config.host, port: config.pgPort, user: config.user,
		password: config.password, database: database || 'postgres', application_name: 'rds-data-api' });

	client.on('error', () => drop(client));
	await client.connect();
	return client;
}

// Sessions that nobody uses, by database: a call takes one, and gives it back like new.
const idle = new Map();
const IDLE_MS = 2000;

function drop(client) {
	for (const list of idle.values())
		if (list.includes(client))
			list.splice(list.indexOf(client), 1);
	return client.end().catch(() => {});
}

async function take(database) {
	const client = (idle.get(database) || []).pop();

	if (!client)
		return connect(database);
	clearTimeout(client.idleTimer);
	return client;
}

async function giveBack(client, database) {
	try {
		await client.query('DISCARD ALL');
	} catch (e) {
		return drop(client);
	}
	idle.set(database, [...(idle.get(database) || []), client]);
	client.idleTimer = setTimeout(drop, IDLE_MS, client).unref();
	return undefined;
}

// A session of its own, so that a call that runs on can be stopped.
async function cancel(pid) {
	const other = await connect('postgres');

	await other.query('SELECT pg_cancel_backend($1)', [pid]).finally(() => other.end());
}

// One statement within the time limit of its call; when it is over, the statement goes on or is cancelled.
function timed(client, query, goOn, end) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => {
			if (!goOn)
				cancel(client.processID).catch(() => {});
			reject(new ApiError('StatementTimeoutException', 'Request timed out', 400,
				{ dbConnectionId: client.processID }));
		}, end - Date.now());
	});
	const running = client.query(query);

	client.running = running.catch(() => {});
	return Promise.race([running, late]).finally(() => clearTimeout(timer));
}

function expire(id) {
	const tx = transactions.get(id);

	transactions.delete(id);
	if (tx)
		drop(tx.client);
}

function touch(id) {
	const tx = transactions.get(id);

	clearTimeout(tx.timer);
	tx.timer = setTimeout(expire, config.transactionIdle * 1000, id).unref();
}

function transaction(id) {
	const tx = transactions.get(id);

	if (!tx)
		throw new ApiError('TransactionNotFoundException', `Transaction ${id} is not found`, 404);
	if (tx.busy)
		throw new ApiError('BadRequestException', `Transaction ${id} is busy with another statement`);
	return tx;
}

// The work in the transaction that the request names, or in a session that ends with it.
async function session(request, work) {
	if (request.transactionId === undefined) {
		// They would keep a database from being dropped or copied.
		if (/\b(CREATE|DROP)\s+DATABASE\b/i.test(request.sql))
			await Promise.all([...idle.values()].flat().map(drop));
		const client = await take(request.database);
		const end = () => giveBack(client, request.database);

		return work(client).finally(() => (client.running || Promise.resolve()).then(end));
	}
	const tx = transaction(request.transactionId);
	tx.busy = true;
	clearTimeout(tx.timer);
	return work(tx.client).finally(() => (tx.client.running || Promise.resolve()).then(() => {
		tx.busy = false;
		if (transactions.has(request.transactionId))
			touch(request.transactionId);
	}));
}

function checkSql(sql) {
	if (typeof sql !== 'string' || sql === '')
		throw new ApiError('ValidationException', "Value null at 'sql' failed to satisfy constraint: Member must not be null");
	if (sql.length > config.sql)
		throw new ApiError('ValidationException', "1 validation error detected: Value at 'sql' failed to satisfy " +
			`constraint: Member must have length less than or equal to ${config.sql}`);
}

const callEnd = () => Date.now() + config.statementTimeout * 1000;

function run(client, request, parameters, end) {
	const { text, values } = bindAll(request.sql, parameters);

	return timed(client, { text, values, types: raw, rowMode: 'array', queryMode: 'extended' },
		request.continueAfterTimeout, end);
}

// One of a batch: rows would have nowhere to go.
async function runOne(client, request, set, end) {
	const result = await run(client, request, set, end);

	if (result.fields.length !== 0)
		throw new ApiError('BadRequestException', 'A result was returned when none was expected.');
	return { generatedFields: [] };
}

async function runBatch(client, request) {
	const sets = request.parameterSets && request.parameterSets.length ? request.parameterSets : [[]];
	const updateResults = [], end = callEnd();

	for (const set of sets)
		updateResults.push(await runOne(client, request, set, end));
	return { updateResults };
}

const operations = {
	async '/Execute'(request) {
		checkSql(request.sql);
		return answer(await session(request, (client) => run(client, request, request.parameters, callEnd())), request, config);
	},

	async '/BatchExecute'(request) {
		checkSql(request.sql);
		if (request.parameters !== undefined)
			throw new ApiError('ValidationException', "A batch has 'parameterSets', no 'parameters'");
		return session(request, (client) => runBatch(client, request));
	},

	async '/BeginTransaction'(request) {
		const client = await take(request.database);
		const id = crypto.randomBytes(120).toString('base64');

		await client.query('BEGIN');
		transactions.set(id, { client, database: request.database });
		touch(id);
		return { transactionId: id };
	},

	async '/CommitTransaction'(request) {
		return end(request, 'COMMIT', 'Transaction Committed');
	},

	async '/RollbackTransaction'(request) {
		return end(request, 'ROLLBACK', 'Rollback Complete');
	},
};

async function end(request, sql, transactionStatus) {
	const tx = transaction(request.transactionId);

	transactions.delete(request.transactionId);
	clearTimeout(tx.timer);
	await tx.client.query(sql).catch((e) => {
		drop(tx.client);
		throw e;
	});
	await giveBack(tx.client, tx.database);
	return { transactionStatus };
}

function authorize(request) {
	if (request.resourceArn !== config.resourceArn)
		throw new ApiError('BadRequestException', 'HttpEndpoint is not enabled for resource ' + request.resourceArn);
	if (request.secretArn !== config.secretArn)
		throw new ApiError('BadRequestException', "Secrets Manager can't find the specified secret.");
}

function fault(url) {
	const f = faults.find((one) => !one.path || one.path === url);

	if (!f)
		return undefined;
	if (f.skip > 0) {
		f.skip--;
		return undefined;
	}
	f.times = (f.times || 1) - 1;
	if (f.times <= 0)
		faults = faults.filter((one) => one !== f);
	if (f.name.startsWith('drop'))
		return f.name;
	throw new ApiError(f.name, f.message || f.name, f.status || 400);
}

async function call(request, body) {
	const operation = operations[request.url];

	verify(request, body, config.keys, config.region);
	calls[request.url] = (calls[request.url] || 0) + 1;
	if (!operation || request.method !== 'POST')
		throw new ApiError('UnknownOperationException', 'unknown operation', 404);
	if (body.length > config.request)
		throw new ApiError('RequestEntityTooLargeException', 'Request body is too large', 413);
	const parsed = JSON.parse(body);
	authorize(parsed);
	const struck = fault(request.url);
	if (struck === 'drop')
		return undefined;
	const response = await operation(parsed);
	return struck ? undefined : response;
}

function reply(response, status, value, headers = {}) {
	const text = JSON.stringify(value);

	response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': crypto.randomUUID(),
		'content-length': Buffer.byteLength(text), ...headers });
	response.end(text);
}

async function serve(request, response, body) {
	try {
		if (request.url === '/-/fault') {
			const asked = JSON.parse(body);
			faults = asked.name === 'none' ? [] : faults.concat(asked);
			return reply(response, 200, {});
		}
		if (request.url === '/-/calls')
			return reply(response, 200, calls);
		if (identity.serve(request, response, body))
			return undefined;
		const value = await call(request, body);
		return value === undefined ? request.socket.destroy() : reply(response, 200, value);
	} catch (e) {
		const error = e.status ? e : databaseError(e);

		return reply(response, error.status, { message: error.message, ...error.more },
			{ 'x-amzn-errortype': error.name });
	}
}

const server = http.createServer((request, response) => {
	const chunks = [];

	request.on('data', (chunk) => chunks.push(chunk));
	request.on('end', () => serve(request, response, Buffer.concat(chunks)));
});
server.keepAliveTimeout = 60000;
server.listen(config.port, '127.0.0.1', () => console.log('listening', server.address().port));
process.on('SIGTERM', () => process.exit(0));
