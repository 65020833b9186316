/*
 * Capture files through libpcap's offline reader, plain pcap files through trace/record-window as far as
 * they are good; always with nanosecond times. libpcap's own words
 * for what is wrong with a file assume its reader knows the format, so the usual cases are told
 * apart here: missing, empty, compressed, something else, cut, link types mixed.
 *
 * Left out: captures that only Wireshark's own library reads (snoop, ERF, compressed ones).
 */
#include "trace/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/timestamp.h"
#include "trace/filter-suggestion.h"
#include "trace/record-window.h"

/* Measured: twice as fast as stdio's default, and no slower than larger ones, which leave the cache. */
enum { READ_BUFFER_SIZE = 128 * 1024, WRITE_SNAPSHOT_SIZE = 262144, MAGIC_SIZE = 8 };

struct trace {
	pcap_t *handle;
	struct record_window *window; /* NULL where libpcap reads the records itself */
	char *path;
	char *read_buffer;
	uint64_t size; /* of a regular file, else 0 */
	uint64_t count; /* packets handed out */
	int link_type;
	uint32_t fraction_ns; /* of a plain pcap file: what its times count */
	bool is_pcapng;
};

struct trace_filter {
	struct bpf_program program;
	bool matches_all;
};

struct trace_writer {
	pcap_t *handle;
	pcap_dumper_t *dumper;
	char *path;
	struct file_replacement file; /* unused for standard output */
	bool is_stdout;
};

static bool is_dash(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* ---------------------------------------------------------------- opening */

/* Says what a file that libpcap refused is, from its first bytes (of `size`, at most MAGIC_SIZE). */
static bool refuse(const char *path, const uint8_t *magic, size_t size, const char *reason,
	struct error *error)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *what;
	} known[] = {
		{ "\x1f\x8b", 2, "is compressed with gzip: decompress it first with 'gunzip'" },
		{ "\x28\xb5\x2f\xfd", 4,
			"is compressed with zstd: decompress it first with 'unzstd'" },
		{ "\x04\x22\x4d\x18", 4,
			"is compressed with lz4: decompress it first with 'unlz4'" },
		{ "\xfd"
		  "7zXZ",
			5, "is compressed with xz: decompress it first with 'unxz'" },
		{ "BZh", 3, "is compressed with bzip2: decompress it first with 'bunzip2'" },
		{ "PK\x03\x04", 4, "is a zip archive: unpack the capture that is in it first" },
		{ "snoop\0\0\0", 8,
			"is a snoop capture, which libpcap does not read: convert it with "
			"'editcap -F pcap IN OUT'" },
	};
	static const uint8_t captures[][4] = {
		{ 0xa1, 0xb2, 0xc3, 0xd4 },
		{ 0xd4, 0xc3, 0xb2, 0xa1 },
		{ 0xa1, 0xb2, 0x3c, 0x4d },
		{ 0x4d, 0x3c, 0xb2, 0xa1 },
		{ 0x0a, 0x0d, 0x0d, 0x0a },
	};

	if (size == 0)
		return error_set(
			error, "'%s' is empty: a capture has at least a file header", path);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (size >= known[i].size && memcmp(magic, known[i].bytes, known[i].size) == 0)
			return error_set(error, "'%s' %s", path, known[i].what);
	}
	for (size_t i = 0; i < sizeof(captures) / sizeof(captures[0]); i++) {
		if (size < 4 || memcmp(magic, captures[i], 4) != 0)
			continue;
		if (strstr(reason, "truncated"))
			return error_set(error, "'%s' is cut inside its file header", path);
		return error_set(error,
			"'%s' has a damaged file header (%s): record it again, or repair it with "
			"'editcap -F pcap IN OUT'",
			path, reason);
	}
	return error_set(error,
		"'%s' is not a capture: libpcap reads pcap and pcapng files, and 'editcap -F pcap "
		"IN "
		"OUT' makes one of other formats",
		path);
}

/*
 * A stream on `path` and its first bytes. Standard input is duplicated, so that closing the stream
 * leaves it alone.
 */
static FILE *open_stream(const char *path, uint8_t magic[MAGIC_SIZE], size_t *ret_size,
	uint64_t *ret_file_size, struct error *error)
{
	int descriptor = is_dash(path) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
				       : open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0) {
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	struct stat status;
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		error_set(error, "'%s' is a folder, not a capture", path);
		(void)close(descriptor);
		return NULL;
	}
	*ret_size = 0;
	*ret_file_size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
	if (S_ISREG(status.st_mode)) {
		/* A pipe cannot be looked at twice; there libpcap's own words must do. */
		off_t start = lseek(descriptor, 0, SEEK_CUR); /* standard input may be further */
		ssize_t got = pread(descriptor, magic, MAGIC_SIZE, start);
		*ret_size = got > 0 ? (size_t)got : 0;
	}
	FILE *stream = fdopen(descriptor, "rb");
	if (!stream) {
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
		(void)close(descriptor);
	}
	return stream;
}

/*
 * A plain pcap file in this machine's byte order, of a link type whose records libpcap hands on as
 * they stand in the file (USB and Bluetooth it corrects), is read without libpcap's copies.
 */
static void read_in_place(struct trace *trace, const uint8_t magic[MAGIC_SIZE])
{
	static const int link_types[] = { DLT_EN10MB, DLT_NULL, DLT_LOOP, DLT_RAW, DLT_IPV4,
		DLT_IPV6, DLT_LINUX_SLL, DLT_LINUX_SLL2 };
	uint32_t number;
	uint16_t version[2];
	memcpy(&number, magic, sizeof(number));
	memcpy(version, magic + sizeof(number), sizeof(version));
	bool is_plain = (number == 0xa1b2c3d4 || number == 0xa1b23c4d) && version[0] == 2 &&
		version[1] == 4;
	off_t offset = ftello(pcap_file(trace->handle));
	int snapshot = pcap_snapshot(trace->handle);
	if (trace->size == 0 || !is_plain || offset < 0 || snapshot <= 0)
		return;
	for (size_t i = 0; i < sizeof(link_types) / sizeof(link_types[0]); i++) {
		if (link_types[i] != trace->link_type)
			continue;
		trace->fraction_ns = number == 0xa1b2c3d4 ? 1000 : 1;
		trace->window = record_window_new(
			fileno(pcap_file(trace->handle)), (uint64_t)offset, (uint32_t)snapshot);
	}
}

struct trace *trace_open(const char *path, struct error *error)
{
	uint8_t magic[MAGIC_SIZE] = { 0 };
	size_t magic_size;
	uint64_t file_size;
	FILE *stream = open_stream(path, magic, &magic_size, &file_size, error);
	if (!stream)
		return NULL;
	bool is_seekable = lseek(fileno(stream), 0, SEEK_CUR) >= 0;

	char *read_buffer = xmalloc(READ_BUFFER_SIZE);
	(void)setvbuf(stream, read_buffer, _IOFBF, READ_BUFFER_SIZE);
	char reason[PCAP_ERRBUF_SIZE] = "";
	pcap_t *handle = pcap_fopen_offline_with_tstamp_precision(
		stream, PCAP_TSTAMP_PRECISION_NANO, reason);
	if (!handle) {
		if (is_seekable || strstr(reason, "unknown file format"))
			refuse(path, magic, is_seekable ? magic_size : 1, reason, error);
		else if (strstr(reason, "only got 0"))
			refuse(path, magic, 0, reason, error);
		else
			error_set(error, "cannot read '%s' as a capture: %s", path, reason);
		(void)fclose(stream);
		free(read_buffer);
		return NULL;
	}

	struct trace *trace = xcalloc(1, sizeof(*trace));
	*trace = (struct trace){
		.handle = handle,
		.path = xstrdup(path),
		.read_buffer = read_buffer,
		.size = file_size,
		.link_type = pcap_datalink(handle),
		.is_pcapng = pcap_major_version(handle) == 1,
	};
	read_in_place(trace, magic);
	return trace;
}

void trace_free(struct trace *trace)
{
	if (!trace)
		return;
	record_window_free(trace->window);
	pcap_close(trace->handle); /* closes the stream too */
	free(trace->read_buffer);
	free(trace->path);
	free(trace);
}

const char *trace_path(const struct trace *trace)
{
	return trace->path;
}

uint64_t trace_size(const struct trace *trace)
{
	return trace->size;
}

uint64_t trace_position(const struct trace *trace)
{
	if (trace->window)
		return record_window_position(trace->window);
	off_t position = ftello(pcap_file(trace->handle));
	return position > 0 ? (uint64_t)position : 0;
}

int trace_link_type(const struct trace *trace)
{
	return trace->link_type;
}

/* ---------------------------------------------------------------- reading */

static enum trace_result fail(const struct trace *trace, struct error *error)
{
	const char *reason = pcap_geterr(trace->handle);
	if (strstr(reason, "different from the type of the first interface")) {
		error_set(error,
			"'%s' mixes interfaces of different link types, which libpcap does not "
			"read: keep "
			"one with 'tshark -r IN -Y \"frame.interface_id == 0\" -w PART.pcapng', "
			"then "
			"'editcap -F pcap -T ether PART.pcapng OUT.pcap'",
			trace->path);
		return TRACE_ERROR;
	}
	struct text place = { 0 };
	if (trace->count == 0)
		text_append(&place, "before its first frame");
	else
		text_append_format(&place, "after frame %llu", (unsigned long long)trace->count);
	if (strstr(reason, "truncated") || strstr(reason, "only got"))
		error_set(error, "'%s' is cut %s: what comes before is whole", trace->path,
			text_string(&place));
	else
		error_set(
			error, "'%s' is damaged %s: %s", trace->path, text_string(&place), reason);
	text_finish(&place);
	return TRACE_ERROR;
}

/* What follows the records read in place is the end of the file, or damage: libpcap says which. */
static bool hand_over(struct trace *trace, struct error *error)
{
	off_t position = (off_t)record_window_position(trace->window);
	record_window_free(trace->window);
	trace->window = NULL;
	if (fseeko(pcap_file(trace->handle), position, SEEK_SET) != 0)
		return error_set(error, "cannot read '%s': %s", trace->path, strerror(errno));
	return true;
}

enum trace_result trace_next(struct trace *trace, struct packet *ret_packet, struct error *error)
{
	if (trace->window) {
		struct record record;
		if (record_window_next(trace->window, &record)) {
			trace->count++;
			*ret_packet = (struct packet){
				.number = trace->count,
				.time_ns = (int64_t)record.seconds * NS_PER_S +
					(int64_t)(int32_t)record.fraction * trace->fraction_ns,
				.length = record.length,
				.captured = record.captured,
				.data = { record.data, record.captured },
			};
			return TRACE_PACKET;
		}
		if (!hand_over(trace, error))
			return TRACE_ERROR;
	}
	struct pcap_pkthdr *header;
	const u_char *data;
	int result = pcap_next_ex(trace->handle, &header, &data);
	if (result != 1)
		return result == PCAP_ERROR_BREAK ? TRACE_END : fail(trace, error);

	/* A pcap file has 32 unsigned bits of seconds, which libpcap reads as signed ones. */
	int64_t seconds = header->ts.tv_sec;
	if (seconds < 0 && !trace->is_pcapng)
		seconds += INT64_C(1) << 32;
	/*
	 * A pcapng of absurd resolution has any number here. From 1824 to 2116 no two times are further
	 * apart than nanoseconds can be counted, so that everybody may subtract them.
	 */
	const int64_t limit = INT64_MAX / 2 / NS_PER_S - 3;
	if (seconds > limit)
		seconds = limit;
	if (seconds < -limit)
		seconds = -limit;
	trace->count++;
	*ret_packet = (struct packet){
		.number = trace->count,
		/* With precision in nanoseconds that is what stands in tv_usec. */
		.time_ns = seconds * NS_PER_S + (int64_t)header->ts.tv_usec,
		.length = header->len,
		.captured = header->caplen,
		.data = { data, header->caplen },
	};
	return TRACE_PACKET;
}

/* ---------------------------------------------------------------- filters */

struct trace_filter *trace_filter_new(
	const struct trace *trace, const char *expression, struct error *error)
{
	struct bpf_program program;
	if (pcap_compile(trace->handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) {
		filter_refuse(trace->link_type, expression, pcap_geterr(trace->handle), error);
		return NULL;
	}
	struct trace_filter *filter = xcalloc(1, sizeof(*filter));
	filter->program = program;
	filter->matches_all = expression[strspn(expression, " \t\r\n")] == '\0';
	return filter;
}

bool trace_filter_match(const struct trace_filter *filter, const struct packet *packet)
{
	if (filter->matches_all)
		return true;
	const struct pcap_pkthdr header = {
		.caplen = packet->captured,
		.len = packet->length,
	};
	return pcap_offline_filter(&filter->program, &header, packet->data.data) != 0;
}

void trace_filter_free(struct trace_filter *filter)
{
	if (!filter)
		return;
	pcap_freecode(&filter->program);
	free(filter);
}

/* ---------------------------------------------------------------- writing */

struct trace_writer *trace_writer_new(
	const struct trace *trace, const char *path, struct error *error)
{
	autofree(trace_writer) struct trace_writer *writer = xcalloc(1, sizeof(*writer));
	writer->path = xstrdup(path);
	writer->is_stdout = is_dash(path);
	int snapshot = pcap_snapshot(trace->handle);
	writer->handle = pcap_open_dead_with_tstamp_precision(trace->link_type,
		snapshot > WRITE_SNAPSHOT_SIZE ? snapshot : WRITE_SNAPSHOT_SIZE,
		PCAP_TSTAMP_PRECISION_NANO);
	if (!writer->handle) {
		error_set(error, "cannot write '%s': out of memory", path);
		return NULL;
	}

	if (!writer->is_stdout && !file_begin(path, &writer->file, error))
		return NULL;
	int descriptor = fcntl(
		writer->is_stdout ? STDOUT_FILENO : writer->file.descriptor, F_DUPFD_CLOEXEC, 3);
	FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	if (!stream) {
		error_set(error, "cannot write '%s': %s", path, strerror(errno));
		if (descriptor >= 0)
			(void)close(descriptor);
		return NULL;
	}
	writer->dumper = pcap_dump_fopen(writer->handle, stream);
	if (!writer->dumper) {
		error_set(error, "cannot write '%s': %s", path, pcap_geterr(writer->handle));
		(void)fclose(stream);
		return NULL;
	}
	return steal_pointer(&writer);
}

bool trace_writer_add(struct trace_writer *writer, const struct packet *packet, struct error *error)
{
	int64_t seconds = packet->time_ns / NS_PER_S;
	int64_t fraction = packet->time_ns % NS_PER_S;
	if (fraction < 0) {
		fraction += NS_PER_S;
		seconds--;
	}
	const struct pcap_pkthdr header = {
		.ts = { .tv_sec = (time_t)seconds, .tv_usec = (suseconds_t)fraction },
		.caplen = packet->captured,
		.len = packet->length,
	};
	pcap_dump((u_char *)writer->dumper, &header, packet->data.data);
	if (ferror(pcap_dump_file(writer->dumper)))
		return error_set(error, "cannot write '%s': %s", writer->path, strerror(errno));
	return true;
}

bool trace_writer_commit(struct trace_writer *writer, struct error *error)
{
	if (pcap_dump_flush(writer->dumper) != 0 || ferror(pcap_dump_file(writer->dumper)))
		return error_set(error, "cannot write '%s': %s", writer->path, strerror(errno));
	pcap_dump_close(writer->dumper);
	writer->dumper = NULL;
	return writer->is_stdout || file_commit(&writer->file, error);
}

void trace_writer_free(struct trace_writer *writer)
{
	if (!writer)
		return;
	if (writer->dumper)
		pcap_dump_close(writer->dumper);
	if (writer->handle)
		pcap_close(writer->handle);
	file_replacement_finish(&writer->file);
	free(writer->path);
	free(writer);
}

const char *trace_library_version(void)
{
	static const char prefix[] = "libpcap version ";
	const char *version = pcap_lib_version();
	return strncmp(version, prefix, sizeof(prefix) - 1) == 0 ? version + sizeof(prefix) - 1
								 : version;
}
