/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/json.h"

#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void drop(json_t **json)
{
	json_decref(*json);
}
#define _cleanup_json_ __attribute__((cleanup(drop)))

bool json_takes(const char *text, size_t len)
{
	size_t n = 1;

	for (size_t i = 0; i < len && n != 0; i += n)
		n = text_utf8(text + i, len - i);
	return n != 0;
}

static json_t *value(const struct db_param *p)
{
	if (p->text == NULL)
		return json_pack("{s:b}", "isNull", 1);
	return json_pack("{s:s%}", "stringValue", p->text, p->len);
}

static json_t *parameters(const struct db_param *v, size_t len)
{
	json_t *list = json_array();

	for (size_t i = 0; i < len; i++) {
		char name[24];

		snprintf(name, sizeof(name), "p%zu", i + 1);
		json_array_append_new(list,
				      json_pack("{s:s, s:o}", "name", name, "value", value(&v[i])));
	}
	return list;
}

static json_t *parameter_sets(const struct json_params *params)
{
	json_t *list = json_array();

	for (size_t i = 0; i < params->sets; i++)
		json_array_append_new(list, parameters(params->v + i * params->len, params->len));
	return list;
}

static int append(const char *data, size_t len, void *to)
{
	buf_add(to, data, len);
	return 0;
}

void json_request(struct buf *b, const struct json_member *v, size_t n,
		  const struct json_params *params)
{
	_cleanup_json_ json_t *root = json_object();

	for (size_t i = 0; i < n; i++)
		if (v[i].text != NULL)
			json_object_set_new(root, v[i].name, json_string(v[i].text));
		else if (v[i].is_true)
			json_object_set_new(root, v[i].name, json_true());
	if (params->sets != 0)
		json_object_set_new(root, "parameterSets", parameter_sets(params));
	else if (params->len != 0)
		json_object_set_new(root, "parameters", parameters(params->v, params->len));
	json_dump_callback(root, append, b, JSON_COMPACT);
}

const char *json_text(const char *document, size_t len, const char *name, struct arena *a)
{
	_cleanup_json_ json_t *root = json_loadb(document, len, 0, NULL);

	return arena_strdup(a, json_string_value(json_object_get(root, name)));
}

static int sextet(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Base64, as far as it is some. */
static const char *bytes(const char *text, struct arena *a)
{
	char *out = arena_alloc(a, strlen(text) + 1), *to = out;
	unsigned value = 0, bits = 0;

	for (int six; (six = sextet(*text)) >= 0; text++) {
		value = value << 6 | (unsigned)six;
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		*to++ = (char)(value >> bits & 0xff);
	}
	*to = '\0';
	return out;
}

/* The shortest text that is that number again. */
static const char *real(double number, struct arena *a)
{
	const char *text = arena_printf(a, "%.15g", number);

	return strtod(text, NULL) == number ? text : arena_printf(a, "%.17g", number);
}

/* {"stringValue": "x"} */
static const char *cell(const json_t *field, const char *const booleans[2], struct arena *a,
			bool *ret_number)
{
	const json_t *value;

	*ret_number = false;
	if (json_is_true(json_object_get(field, "isNull")))
		return NULL;
	value = json_object_get(field, "stringValue");
	if (json_is_string(value))
		return arena_strndup(a, json_string_value(value), json_string_length(value));
	value = json_object_get(field, "blobValue");
	if (json_is_string(value))
		return bytes(json_string_value(value), a);
	*ret_number = true;
	value = json_object_get(field, "longValue");
	if (json_is_integer(value))
		return arena_printf(a, "%lld", (long long)json_integer_value(value));
	value = json_object_get(field, "booleanValue");
	if (json_is_boolean(value))
		return booleans[json_is_true(value)];
	value = json_object_get(field, "doubleValue");
	*ret_number = json_is_number(value);
	return *ret_number ? real(json_number_value(value), a) : "";
}

bool json_result(const char *document, size_t len, const char *const booleans[2], struct arena *a,
		 struct json_result *ret)
{
	_cleanup_json_ json_t *root = json_loadb(document, len, 0, NULL);
	const json_t *records = json_object_get(root, "records");
	const json_t *changed = json_object_get(root, "numberOfRecordsUpdated");
	const json_t *generated = json_array_get(json_object_get(root, "generatedFields"), 0);
	size_t rows = json_array_size(records), cols;
	const char **cells;
	bool *numbers;

	if (!json_is_object(root))
		return false;
	cols = json_array_size(json_array_get(records, 0));
	cells = arena_array(a, const char *, rows *cols);
	numbers = arena_array(a, bool, rows *cols);
	for (size_t i = 0; i < rows * cols; i++)
		cells[i] = cell(json_array_get(json_array_get(records, i / cols), i % cols),
				booleans, a, &numbers[i]);
	*ret = (struct json_result){
		.rows = {.rows = rows, .cols = cols, .cells = cells},
		.numbers = numbers,
		.has_rows = json_is_array(records),
		.columns = rows != 0 ? cols
				     : json_array_size(json_object_get(root, "columnMetadata")),
		.changed = json_is_integer(changed) ? json_integer_value(changed) : -1,
		.generated = json_integer_value(json_object_get(generated, "longValue")),
	};
	return true;
}
