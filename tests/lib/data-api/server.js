// SPDX-License-Identifier: Apache-2.0
// The RDS Data API over a PostgreSQL, MariaDB or MySQL server, for tests.
//
//	node server.js '{"engine": "postgres", "server": {"host": SOCKET_FOLDER, ...}, ...}'
//
// Prints "listening PORT". It checks signatures itself, keeps the limits of the
// Data API (other values may be given), keeps no session between calls outside a
// transaction, and answers with AWS's shapes of errors. What the API does is in
// operations.js and sessions.js, what is an engine's own in engines/. aws_client.js
// holds it to what AWS's own client understands.
//
// POST /-/fault with {"name", "status", "message", "times", "skip", "path"} makes the
// next calls fail; "name": "drop" closes the connection instead, "drop-after" does so
// when the call has been done; "none" takes back what is left of them. GET /-/calls
// counts the calls that were signed well, and those for credentials, by path.
'use strict';
const crypto = require('crypto');
const http = require('http');
const path = require('path');
const { createRequire } = require('module');
const { verify } = require('./sigv4.js');
const { ApiError } = require('./error.js');
const json = require('./json.js');
const identity = require('./identity.js');

const config = Object.assign({
	engine: 'postgres', port: 0, region: 'eu-test-1',
	resourceArn: 'arn:aws:rds:eu-test-1:123456789012:cluster:alex',
	secretArn: 'arn:aws:secretsmanager:eu-test-1:123456789012:secret:alex-AbCdEf',
	keys: identity.keys,
	transactionIdle: 180, statementTimeout: 45,
	sql: 65536, request: 4 << 20, response: 1 << 20, row: 64 << 10,
}, JSON.parse(process.argv[2] || '{}'));
const engine = require(`./engines/${config.engine}.js`)(config, createRequire(path.join(config.modules || __dirname, 'x')));
const operations = require('./operations.js')(engine, require('./sessions.js')(engine, config), config);

let faults = [];
const calls = {};

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
	const parsed = json.parse(body.toString());
	authorize(parsed);
	const struck = fault(request.url);
	if (struck === 'drop')
		return undefined;
	const response = await operation(parsed);
	return struck ? undefined : response;
}

function reply(response, status, value, headers = {}) {
	const text = json.stringify(value);

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
		if (identity.serve(request, response, body, config.region)) {
			calls[request.url] = (calls[request.url] || 0) + 1;
			return undefined;
		}
		const value = await call(request, body);
		return value === undefined ? request.socket.destroy() : reply(response, 200, value);
	} catch (e) {
		const error = e.status ? e : engine.error(e);

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
