#ifndef NOTES_RECORD_STEPS_H
#define NOTES_RECORD_STEPS_H

/*
 * `record:` of a capture: what the client does, step by step. A step is a line, such as
 * "GET /ping", or a line with options: "POST /echo: {body: 3000}".
 */

#include "base/arena.h"
#include "recipe/client-step.h"
#include "base/findings.h"
#include "notes/text/yaml-value.h"

/*
 * Reads a step or a list of steps. Each mistake is an error of `path` at its line; then the result
 * is false. The steps live in the arena.
 */
bool record_steps_read(const struct yaml_value *value, const char *path, struct arena *arena,
	const struct client_step **ret_steps, size_t *ret_count, struct findings *findings);

/*
 * Appends the steps on one line, as record_steps_read() reads them: JSON, which is YAML, too. Of a
 * body that was given by its size, only the size stands there.
 */
void record_steps_append(struct text *out, const struct client_step *steps, size_t count);

#endif
