/*
 * Live capture with libpcap that loses no packet. Three choices serve that. The caller chooses the
 * size of the kernel's ring. The snap length is hardly larger than the packets, since a ring slot
 * is as large as the snap length: with libpcap's default a ring of 16 MiB has 64 slots. The
 * recorder reads until the caller has seen its last packet, instead of for a fixed time. Immediate
 * mode delivers every packet at once but costs a whole slot for each, so it is off for long snap
 * lengths; the kernel then fills blocks and delivers them after a few milliseconds.
 *
 * The file is a valid pcap at any time: the buffer is written only at the end of a packet. When the
 * disk is full, a cut packet is removed from the file and not counted. (A kill during a write may
 * still cut the last packet; those before it are complete.) libpcap makes the file's header. The
 * records are written here, since a FILE does not tell how much of a failed write is in the file.
 */
#include "capture/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "capture/kernel-delivery.h"
#include "capture/private-network.h"

enum {
	IMMEDIATE_SNAP_LENGTH_MAX = 4096,
	BLOCK_TIMEOUT_MS = 5,
	BATCH_COUNT = 512, /* packets taken before other work is looked at */
	SETTLE_MS = 250, /* longer than the kernel keeps a block that is not full */
	RECORD_HEADER_SIZE = 16,
	WRITE_BUFFER_SIZE = 1024 * 1024,
};

struct recorder {
	pcap_t *pcap;
	char *interface;
	int output; /* a copy of the descriptor; -1: none yet */
	bool is_file; /* a regular file, which can be truncated when the disk is full */
	uint8_t *buffer; /* WRITE_BUFFER_SIZE */
	size_t buffered_size;
	size_t *record_ends; /* offsets of the ends of records in the buffer */
	size_t record_count, record_capacity;
	uint64_t written_count; /* packets in the file */
	uint64_t digest; /* of all bytes written to the file */
	int failure; /* the errno of the first failed write */
	int64_t fraction_ns; /* one unit of tv_usec in nanoseconds */
	/* packets taken, including those still in the buffer; 0: no limit */
	uint64_t packet_count, packet_limit;
	uint64_t discarded_count;
	bool is_discarding;
	recorder_callback *callback; /* the callback of the running drain */
	void *context;
};

static bool explain_activation(
	const struct recorder *recorder, const char *interface, int status, struct error *error)
{
	const char *detail = pcap_geterr(recorder->pcap);
	if (status == PCAP_ERROR && detail[0]) /* "Generic error" names no cause */
		return error_set(error, "cannot capture on '%s': %s", interface, detail);
	return error_set(error, "cannot capture on '%s': %s%s%s", interface,
		pcap_statustostr(status), detail[0] ? ": " : "", detail);
}

static bool activate(struct recorder *recorder, const struct recorder_options *options,
	bool *ret_is_denied, struct error *error)
{
	pcap_t *pcap = recorder->pcap;
	(void)pcap_set_snaplen(pcap, (int)options->snap_length);
	(void)pcap_set_buffer_size(pcap, (int)options->buffer_size);
	(void)pcap_set_promisc(pcap, options->is_promiscuous);
	(void)pcap_set_timeout(pcap, BLOCK_TIMEOUT_MS);
	(void)pcap_set_immediate_mode(pcap, options->snap_length <= IMMEDIATE_SNAP_LENGTH_MAX);
	/*
	 * BPF devices have only microseconds: the file then has microseconds, and its magic number
	 * says so.
	 */
	(void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
	int status = pcap_activate(pcap);
	if (status < 0) {
		*ret_is_denied = status == PCAP_ERROR_PERM_DENIED;
		return explain_activation(recorder, options->interface, status, error);
	}
	bool is_nano = pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO;
	recorder->fraction_ns = is_nano ? 1 : NS_PER_US;
	if (strcmp(options->interface, loopback_interface()) == 0)
		kernel_delivery_once(pcap_fileno(pcap));
	return true;
}

bool recorder_filter(struct recorder *recorder, const char *expression, struct error *error)
{
	struct bpf_program program;
	char detail[PCAP_ERRBUF_SIZE];
	bpf_u_int32 network, mask;
	/* Only 'ip broadcast' needs the netmask; an interface without IPv4 has none. */
	if (pcap_lookupnet(recorder->interface, &network, &mask, detail) != 0)
		mask = PCAP_NETMASK_UNKNOWN;
	if (pcap_compile(recorder->pcap, &program, expression, 1, mask) != 0)
		return error_set(error, "%s", pcap_geterr(recorder->pcap));
	int status = pcap_setfilter(recorder->pcap, &program);
	pcap_freecode(&program);
	if (status != 0)
		return error_set(error, "%s", pcap_geterr(recorder->pcap));
	return true;
}

static bool set_filter(struct recorder *recorder, const char *expression, struct error *error)
{
	return recorder_filter(recorder, expression, error) ||
		error_prefix(error, "filter '%s': ", expression);
}

/*
 * Writes the buffer and returns the number of bytes written. When fewer than all, errno has the
 * cause.
 */
static size_t write_buffer(const struct recorder *recorder)
{
	size_t done = 0;
	while (done < recorder->buffered_size) {
		ssize_t size = write(
			recorder->output, recorder->buffer + done, recorder->buffered_size - done);
		if (size > 0) {
			done += (size_t)size;
		} else if (size < 0 && errno == EAGAIN) {
			struct pollfd place = { .fd = recorder->output, .events = POLLOUT };
			(void)poll(&place, 1, -1);
		} else if (size == 0 || errno != EINTR) {
			break;
		}
	}
	return done;
}

/* Truncates the file after its last complete packet, so that a full disk leaves a valid file. */
static void cut_back(const struct recorder *recorder, size_t whole_size, size_t done)
{
	if (!recorder->is_file || done == whole_size)
		return;
	off_t position = lseek(recorder->output, 0, SEEK_CUR);
	if (position >= 0)
		(void)ftruncate(recorder->output, position - (off_t)(done - whole_size));
}

static bool flush_file(struct recorder *recorder, struct error *error)
{
	if (!recorder->failure && recorder->buffered_size) {
		size_t done = write_buffer(recorder), whole_size = 0, whole_count = 0;
		if (done < recorder->buffered_size)
			recorder->failure = errno;
		while (whole_count < recorder->record_count &&
			recorder->record_ends[whole_count] <= done)
			whole_size = recorder->record_ends[whole_count++];
		recorder->digest = digest_add(
			recorder->digest, (struct bytes){ recorder->buffer, whole_size });
		recorder->written_count += whole_count;
		cut_back(recorder, whole_size, done);
	}
	recorder->buffered_size = 0;
	recorder->record_count = 0;
	if (recorder->failure)
		return error_set(
			error, "cannot write the capture: %s", message_of_errno(recorder->failure));
	return true;
}

static void add_to_buffer(struct recorder *recorder, const void *data, size_t size)
{
	memcpy(recorder->buffer + recorder->buffered_size, data, size);
	recorder->buffered_size += size;
}

static void end_record(struct recorder *recorder)
{
	grow_array(&recorder->record_ends, recorder->record_count, &recorder->record_capacity,
		sizeof(*recorder->record_ends));
	recorder->record_ends[recorder->record_count++] = recorder->buffered_size;
}

bool recorder_is_broken_pipe(const struct recorder *recorder)
{
	return recorder->failure == EPIPE;
}

/* Returns the file's header as libpcap writes it, malloc()ed; NULL with a message on failure. */
static char *make_file_header(struct recorder *recorder, size_t *ret_size, struct error *error)
{
	char *header = NULL;
	FILE *memory = open_memstream(&header, ret_size);
	pcap_dumper_t *dumper = memory ? pcap_dump_fopen(recorder->pcap, memory) : NULL;
	if (dumper) {
		pcap_dump_close(dumper);
		return header;
	}
	error_set(error, "cannot write the capture: %s",
		memory ? pcap_geterr(recorder->pcap) : message_of_errno(errno));
	if (memory)
		(void)fclose(memory);
	free(header);
	return NULL;
}

bool recorder_write_to(struct recorder *recorder, int descriptor, struct error *error)
{
	recorder->output = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
	if (recorder->output < 0)
		return error_set(error, "cannot write the capture: %s", message_of_errno(errno));
	size_t size = 0;
	automem char *header = make_file_header(recorder, &size, error);
	if (!header)
		return false;
	struct stat status;
	recorder->is_file = fstat(recorder->output, &status) == 0 && S_ISREG(status.st_mode);
	recorder->buffer = xmalloc(WRITE_BUFFER_SIZE);
	recorder->digest = DIGEST_NOTHING;
	add_to_buffer(recorder, header, size);
	end_record(recorder);
	bool ok = flush_file(recorder, error);
	recorder->written_count = 0; /* the header is not a packet */
	return ok;
}

struct recorder *recorder_new(const struct recorder_options *options, int descriptor,
	bool *ret_is_denied, struct error *error)
{
	bool is_denied = false;
	char detail[PCAP_ERRBUF_SIZE] = "";
	autofree(recorder) struct recorder *recorder = xcalloc(1, sizeof(*recorder));
	recorder->output = -1;
	recorder->interface = xstrdup(options->interface);
	recorder->packet_limit = options->packet_limit;
	recorder->pcap = pcap_create(options->interface, detail);
	if (!recorder->pcap) {
		error_set(error, "cannot capture on '%s': %s", options->interface, detail);
		return NULL;
	}
	bool ok = activate(recorder, options, &is_denied, error) &&
		(!options->filter || set_filter(recorder, options->filter, error));
	if (ret_is_denied)
		*ret_is_denied = is_denied;
	if (ok && pcap_setnonblock(recorder->pcap, 1, detail) != 0)
		ok = error_set(error, "cannot capture on '%s': %s", options->interface, detail);
	if (ok && descriptor >= 0)
		ok = recorder_write_to(recorder, descriptor, error);
	return ok ? steal_pointer(&recorder) : NULL;
}

int recorder_link_type(const struct recorder *recorder)
{
	return pcap_datalink(recorder->pcap);
}

bool recorder_is_full(const struct recorder *recorder)
{
	return recorder->packet_limit && recorder->packet_count >= recorder->packet_limit;
}

/*
 * Adds a record header: four fields of 32 bits in this machine's byte order
 * (draft-ietf-opsawg-pcap, section 5), and the packet.
 */
static void add_record(
	struct recorder *recorder, const struct pcap_pkthdr *header, const u_char *data)
{
	const uint32_t fields[] = { (uint32_t)header->ts.tv_sec, (uint32_t)header->ts.tv_usec,
		header->caplen, header->len };
	_Static_assert(sizeof(fields) == RECORD_HEADER_SIZE, "no padding");
	add_to_buffer(recorder, fields, sizeof(fields));
	add_to_buffer(recorder, data, header->caplen);
	end_record(recorder);
}

static void write_packet(
	struct recorder *recorder, const struct pcap_pkthdr *header, const u_char *data)
{
	size_t size = RECORD_HEADER_SIZE + (size_t)header->caplen;
	/* the flush at the end of the batch reports it */
	autofinish(error) struct error ignored = { 0 };
	if (recorder->buffered_size + size > WRITE_BUFFER_SIZE && !flush_file(recorder, &ignored))
		return;
	if (size > WRITE_BUFFER_SIZE) { /* larger than any snap length */
		recorder->failure = EOVERFLOW;
		return;
	}
	add_record(recorder, header, data);
	recorder->packet_count++;
}

static void take_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *data)
{
	struct recorder *recorder = (struct recorder *)(void *)user;
	if (recorder->failure || recorder_is_full(recorder))
		return;
	if (recorder->is_discarding)
		recorder->discarded_count++;
	else
		write_packet(recorder, header, data);
	if (recorder->failure)
		return; /* not in the file, so not counted */
	if (!recorder->callback)
		return;
	struct recorded_packet packet = {
		.time_ns = (int64_t)header->ts.tv_sec * NS_PER_S +
			(int64_t)header->ts.tv_usec * recorder->fraction_ns,
		.length = header->len,
		.data = { data, header->caplen },
	};
	recorder->callback(recorder->context, &packet);
}

bool recorder_take(struct recorder *recorder, recorder_callback *callback, void *context,
	unsigned *ret_count, struct error *error)
{
	*ret_count = 0;
	recorder->callback = callback;
	recorder->context = context;
	int count = pcap_dispatch(recorder->pcap, BATCH_COUNT, take_packet, (u_char *)recorder);
	recorder->callback = NULL;
	if (count < 0) {
		error_set(error, "capturing failed: %s", pcap_geterr(recorder->pcap));
		/* the first failure is the one reported */
		autofinish(error) struct error ignored = { 0 };
		(void)flush_file(recorder, &ignored);
		return false;
	}
	*ret_count = (unsigned)count;
	return count == 0 || flush_file(recorder, error);
}

bool recorder_drain(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error)
{
	unsigned count;
	do {
		if (!recorder_take(recorder, callback, context, &count, error))
			return false;
	} while (count > 0);
	return true;
}

bool recorder_discard(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error)
{
	recorder->is_discarding = true;
	bool ok = recorder_drain(recorder, callback, context, error);
	recorder->is_discarding = false;
	return ok;
}

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / NS_PER_MS;
}

/*
 * Whether every packet that the kernel counted was taken. The kernel may count packets that the
 * filter leaves out; the result is then always false, and the recording ends at its deadline.
 */
static bool has_taken_all(struct recorder *recorder)
{
	struct pcap_stat statistics = { 0 };
	if (pcap_stats(recorder->pcap, &statistics) != 0)
		return false;
	return statistics.ps_recv - statistics.ps_drop ==
		(u_int)(recorder->packet_count + recorder->discarded_count);
}

bool recorder_stop(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error)
{
	kernel_delivery_end(pcap_fileno(recorder->pcap));
	int64_t deadline_ms = monotonic_ms() + SETTLE_MS;
	unsigned count = 0;
	while (!recorder_is_full(recorder)) {
		if (!recorder_take(recorder, callback, context, &count, error))
			return false;
		if (count)
			continue;
		if (has_taken_all(recorder) || monotonic_ms() >= deadline_ms)
			break;
		if (!recorder_wait(recorder, BLOCK_TIMEOUT_MS, error))
			return false;
	}
	return true;
}

bool recorder_wait(struct recorder *recorder, int milliseconds, struct error *error)
{
	return recorder_wait_also(recorder, -1, milliseconds, error);
}

bool recorder_wait_also(
	struct recorder *recorder, int descriptor, int milliseconds, struct error *error)
{
	struct pollfd ready[] = {
		{ .fd = pcap_get_selectable_fd(recorder->pcap), .events = POLLIN },
		{ .fd = descriptor, .events = POLLIN }, /* poll() passes over -1 */
	};
	if (poll(ready, ARRAY_COUNT(ready), milliseconds) < 0 && errno != EINTR)
		return error_set(error, "waiting for packets failed: %s", message_of_errno(errno));
	return true;
}

bool recorder_count(
	struct recorder *recorder, struct recorder_counts *ret_counts, struct error *error)
{
	struct pcap_stat statistics = { 0 };
	if (pcap_stats(recorder->pcap, &statistics) != 0)
		return error_set(error, "cannot ask the kernel for lost packets: %s",
			pcap_geterr(recorder->pcap));
	*ret_counts = (struct recorder_counts){
		.written = recorder->written_count,
		.received = statistics.ps_recv,
		.dropped = statistics.ps_drop,
		.interface_dropped = statistics.ps_ifdrop,
	};
	return true;
}

bool recorder_finish(struct recorder *recorder, uint64_t *ret_packet_count, struct error *error)
{
	struct recorder_counts counts;
	if (!flush_file(recorder, error) || !recorder_count(recorder, &counts, error))
		return false;
	uint32_t lost = counts.dropped + counts.interface_dropped;
	if (lost)
		return error_set(error,
			"the kernel dropped %u packets of the capture, it had no room left: try again, or record less at a time",
			lost);
	*ret_packet_count = counts.written;
	return true;
}

uint64_t recorder_digest(const struct recorder *recorder)
{
	return recorder->digest;
}

void recorder_free(struct recorder *recorder)
{
	if (!recorder)
		return;
	if (recorder->output >= 0)
		(void)close(recorder->output);
	if (recorder->pcap)
		pcap_close(recorder->pcap);
	free(recorder->buffer);
	free(recorder->record_ends);
	free(recorder->interface);
	free(recorder);
}
