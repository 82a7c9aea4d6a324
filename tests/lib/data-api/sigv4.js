// SPDX-License-Identifier: Apache-2.0
// Signature Version 4 as the receiver of a request checks it, from AWS's description
// ("Authenticating Requests"), not from any client's code.
'use strict';
const crypto = require('crypto');

const SKEW_MS = 5 * 60 * 1000;

function hmac(key, text) {
	return crypto.createHmac('sha256', key).update(text, 'utf8').digest();
}

function sha256(data) {
	return crypto.createHash('sha256').update(data).digest('hex');
}

class AuthError extends Error {
	constructor(name, message) {
		super(message);
		this.name = name;
		this.status = 403;
	}
}

// "20260102T030405Z" -> ms
function time(text) {
	const m = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text || '');

	return m ? Date.UTC(m[1], m[2] - 1, m[3], m[4], m[5], m[6]) : NaN;
}

function parse(header) {
	const m = /^AWS4-HMAC-SHA256 +Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/
		.exec(header);

	if (!m)
		throw new AuthError('IncompleteSignatureException', 'Authorization header is malformed');
	return { key: m[1], day: m[2], region: m[3], service: m[4], signed: m[5].split(';'), signature: m[6] };
}

function canonicalHeaders(request, names) {
	return names.map((name) => {
		const value = request.headers[name];

		if (value === undefined)
			throw new AuthError('InvalidSignatureException', `signed header ${name} is missing`);
		return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
	}).join('');
}

// Throws unless the request to the service was signed with one of the keys: { id: { secret, token } }.
function verify(request, body, keys, region, service = 'rds-data') {
	if (!request.headers.authorization)
		throw new AuthError('MissingAuthenticationTokenException', 'Missing Authentication Token');
	const auth = parse(request.headers.authorization);
	const key = keys[auth.key];
	const date = request.headers['x-amz-date'];

	if (!key || (key.token || undefined) !== request.headers['x-amz-security-token'])
		throw new AuthError('UnrecognizedClientException', 'The security token included in the request is invalid.');
	if (!(Math.abs(time(date) - Date.now()) < SKEW_MS) || date.slice(0, 8) !== auth.day)
		throw new AuthError('InvalidSignatureException', 'Signature expired: ' + date);
	if (auth.region !== region || auth.service !== service)
		throw new AuthError('InvalidSignatureException', 'Credential should be scoped to a valid region and service.');
	const must = ['host', 'x-amz-date'].concat(key.token ? ['x-amz-security-token'] : []);
	if (must.some((name) => !auth.signed.includes(name)) || auth.signed.join() !== [...auth.signed].sort().join())
		throw new AuthError('InvalidSignatureException', 'SignedHeaders lacks one of ' + must.join(';'));
	if (request.headers['x-amz-content-sha256'] && request.headers['x-amz-content-sha256'] !== sha256(body))
		throw new AuthError('InvalidSignatureException', 'The body does not match x-amz-content-sha256.');

	const url = new URL(request.url, 'http://host');
	const canonical = [request.method, url.pathname, url.search.slice(1),
		canonicalHeaders(request, auth.signed), auth.signed.join(';'), sha256(body)].join('\n');
	const scope = `${auth.day}/${auth.region}/${auth.service}/aws4_request`;
	const signing = [auth.day, auth.region, auth.service, 'aws4_request'].reduce(hmac, 'AWS4' + key.secret);
	const expected = hmac(signing, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
	if (expected !== auth.signature)
		throw new AuthError('InvalidSignatureException',
			'The request signature we calculated does not match the signature you provided.');
}

module.exports = { verify };
