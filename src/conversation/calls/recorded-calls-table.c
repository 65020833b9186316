/*
 * Descriptors are found by process and number in a hash table. Those that a process has open are
 * also in a list, from which the closed ones are taken whenever somebody goes through it. A file of
 * calls that is made to take long reaches a limit; what it closes and copies behind that is not
 * known.
 */
#include "conversation/calls/recorded-calls-table.h"

#include <limits.h>
#include <stdlib.h>

#include "base/digest.h"

/*
 * Numbers of two more slots of a process: the index of the first descriptor of its list, and the
 * index of the call that made it.
 */
enum { NUMBER_OF_LIST = -2, NUMBER_OF_MAKER = -3 };

enum { SLOTS_FIRST = 64 };

#define LIST_END SIZE_MAX

static struct call_slot *slot_of(const struct call_table *table, int process, int number)
{
	uint64_t key = (uint64_t)(uint32_t)process << 32 | (uint32_t)number;
	size_t mask = table->slot_count - 1;
	size_t i = (size_t)hash_mix(hash_seed(table->slots), key) & mask;
	while (table->slots[i].is_taken &&
		(table->slots[i].process != process || table->slots[i].number != number))
		i = (i + 1) & mask;
	return &table->slots[i];
}

static void grow_slots(struct call_table *table)
{
	struct call_slot *former = table->slots;
	size_t count = table->slot_count;
	table->slot_count = count ? 2 * count : SLOTS_FIRST;
	table->slots = xcalloc(table->slot_count, sizeof(*table->slots));
	for (size_t i = 0; i < count; i++) {
		if (former[i].is_taken)
			*slot_of(table, former[i].process, former[i].number) = former[i];
	}
	free(former);
}

static void set_slot(struct call_table *table, int process, int number, size_t value)
{
	struct call_slot *slot = slot_of(table, process, number);
	table->taken_count += !slot->is_taken;
	*slot = (struct call_slot){ process, number, true, value };
	if (2 * table->taken_count >= table->slot_count)
		grow_slots(table);
}

static size_t value_of(const struct call_table *table, int process, int number, size_t otherwise)
{
	const struct call_slot *slot = slot_of(table, process, number);
	return slot->is_taken ? slot->value : otherwise;
}

void call_table_init(struct call_table *table, struct recorded_calls *calls)
{
	*table = (struct call_table){ .calls = calls };
	grow_slots(table);
}

void call_table_finish(struct call_table *table)
{
	free(table->slots);
	free(table->next);
}

static bool is_open(const struct call_descriptor *descriptor)
{
	return descriptor->closed_ns == INT64_MAX;
}

/* The descriptor that had this number last in the process; NULL: none had. */
static struct call_descriptor *last_of(const struct call_table *table, int process, int number)
{
	size_t index = value_of(table, process, number, LIST_END);
	return index == LIST_END ? NULL : &table->calls->descriptors[index];
}

/* When the process was made; INT64_MIN: that was not recorded. */
static int64_t made_ns(const struct call_table *table, int process)
{
	size_t maker = value_of(table, process, NUMBER_OF_MAKER, LIST_END);
	return maker == LIST_END ? INT64_MIN : table->calls->items[maker].call->begin_ns;
}

struct call_descriptor *call_table_open(
	struct call_table *table, enum call_role role, int process, int number, int64_t opened_ns)
{
	struct recorded_calls *calls = table->calls;
	struct call_descriptor *former = last_of(table, process, number);
	if (former && is_open(former))
		former->closed_ns = opened_ns;
	size_t index = calls->descriptor_count++;
	grow_array(&calls->descriptors, index, &table->capacity, sizeof(*calls->descriptors));
	grow_array(&table->next, index, &table->next_capacity, sizeof(*table->next));
	calls->descriptors[index] = (struct call_descriptor){
		.role = role,
		.process = process,
		.number = number,
		.original = CALL_NO_INDEX,
		.description = index,
		.stream = CALL_NO_STREAM,
		.opened_ns = opened_ns,
		.bound_ns = INT64_MAX,
		.listening_ns = INT64_MAX,
		.connecting_ns = INT64_MAX,
		.connected_ns = INT64_MAX,
		.failed_ns = INT64_MAX,
		.shut_ns = INT64_MAX,
		.closed_ns = INT64_MAX,
	};
	table->next[index] = value_of(table, process, NUMBER_OF_LIST, LIST_END);
	set_slot(table, process, NUMBER_OF_LIST, index);
	set_slot(table, process, number, index);
	return &calls->descriptors[index];
}

size_t call_table_find(struct call_table *table, const struct socket_call *call)
{
	struct call_descriptor *found = last_of(table, call->process, call->descriptor);
	if (!found || !is_open(found))
		found = call_table_open(table, call->role, call->process, call->descriptor,
			found ? found->closed_ns : made_ns(table, call->process));
	return (size_t)(found - table->calls->descriptors);
}

/*
 * Returns the first descriptor of the list behind *place that is open, and takes the closed ones
 * before it from the list. NULL: there is none. *place is 0 at first.
 */
static struct call_descriptor *next_open(struct call_table *table, int process, size_t *place)
{
	size_t former = *place ? *place - 1 : LIST_END;
	size_t index = former == LIST_END ? value_of(table, process, NUMBER_OF_LIST, LIST_END)
					  : table->next[former];
	while (index != LIST_END && !is_open(&table->calls->descriptors[index]))
		index = table->next[index];
	if (former != LIST_END)
		table->next[former] = index;
	else if (slot_of(table, process, NUMBER_OF_LIST)->is_taken)
		set_slot(table, process, NUMBER_OF_LIST, index);
	if (index == LIST_END || ++table->step_count > CALL_STEPS_MAX)
		return NULL;
	*place = index + 1;
	return &table->calls->descriptors[index];
}

void call_table_close(struct call_table *table, int process, unsigned first, unsigned last,
	bool only_on_exec, int64_t time_ns)
{
	struct call_descriptor *descriptor;
	for (size_t place = 0; (descriptor = next_open(table, process, &place));) {
		unsigned number = (unsigned)descriptor->number;
		if (number < first || number > last)
			continue;
		if (only_on_exec)
			descriptor->is_cloexec = true;
		else
			descriptor->closed_ns = time_ns;
	}
}

void call_table_fork(struct call_table *table, size_t index)
{
	const struct socket_call *call = table->calls->items[index].call;
	struct call_descriptor *found;
	int child = (int)call->result;
	/* The number of a process that has ended may come again. */
	call_table_close(table, child, 0, UINT_MAX, false, call->begin_ns);
	set_slot(table, child, NUMBER_OF_MAKER, index);
	for (size_t place = 0; (found = next_open(table, call->process, &place));) {
		struct call_descriptor copy = *found;
		if (++table->copy_count > CALL_COPIES_MAX)
			break;
		copy.original = found - table->calls->descriptors;
		copy.process = child;
		copy.opened_ns = call->begin_ns;
		*call_table_open(table, call->role, child, copy.number, call->begin_ns) = copy;
	}
}

void call_table_exec(struct call_table *table, const struct socket_call *call)
{
	struct call_descriptor *descriptor;
	for (size_t place = 0; (descriptor = next_open(table, call->process, &place));) {
		/* Of one whose origin was not recorded that is not known. */
		if (descriptor->is_cloexec || !descriptor->has_origin)
			descriptor->closed_ns = call->begin_ns;
	}
}
