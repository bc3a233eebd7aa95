package org.rlgrad.data;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks the pages of a Parquet file in plain Java: no native library, nothing to unpack into a temporary folder. */
final class ParquetCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Pages((packed, size) -> packed);
            case SNAPPY -> new Pages((packed, size) -> unpacked(new SnappyDecompressor(), packed, size));
            case ZSTD -> new Pages((packed, size) -> unpacked(new ZstdDecompressor(), packed, size));
            case LZ4_RAW -> new Pages((packed, size) -> unpacked(new Lz4Decompressor(), packed, size));
            case GZIP -> new Pages(ParquetCodecs::gunzipped);
            case LZO, BROTLI, LZ4 ->
                throw new IllegalArgumentException(
                        "it is packed with " + codec + "; snappy, gzip, zstd, lz4_raw and no packing are read");
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Parquet files are only read");
    }

    @Override
    public void release() {}

    private static byte[] unpacked(Decompressor decompressor, byte[] packed, int size) {
        byte[] page = new byte[size];
        int length = decompressor.decompress(packed, 0, packed.length, page, 0, size);
        return Arrays.copyOf(page, length);
    }

    private static byte[] gunzipped(byte[] packed, int size) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(size);
        }
    }

    /** From a packed page to the page of the given size. */
    private interface Unpacking {
        byte[] apply(byte[] packed, int size) throws IOException;
    }

    private record Pages(Unpacking unpacking) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(page(bytes.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size) throws IOException {
            byte[] packed = new byte[packedSize];
            input.get(packed);
            output.put(page(packed, size));
        }

        private byte[] page(byte[] packed, int size) throws IOException {
            byte[] page = unpacking.apply(packed, size);
            if (page.length != size) {
                throw new IOException("a page has " + page.length + " bytes instead of " + size);
            }
            return page;
        }

        @Override
        public void release() {}
    }
}
