import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Draws the images of the offline example of controlled experiments:
 * {@code java scripts/MakeDigits.java configs/smoke/digits}.
 *
 * <p>Writes 600 training and 200 test images of digits, 28 x 28, each class equally often, under MNIST's file names and in
 * its format (gzipped IDX). No font and no picture goes in: a digit is a few curves through the points below, moved at
 * random.
 *
 * <p>Coverage is computed here, from the distance to the curve, and not by Graphics2D, whose antialiasing may differ
 * between JDKs. For the same reason only StrictMath, exactly rounded arithmetic and {@code SplittableRandom.nextDouble()} are
 * used.
 */
public final class MakeDigits {
    private static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final int TRAIN_PER_CLASS = 60;
    private static final int TEST_PER_CLASS = 20;
    private static final long TRAIN_SEED = 2841;
    private static final long TEST_SEED = 2842;
    /** Pixels are multiples of 255 / 15: sixteen levels compress to three fifths of what 256 would take. */
    private static final int LEVELS = 15;

    /**
     * By class, the ways to write it. Points "x,y" in a box 100 wide and high, y downwards, joined by a smooth curve;
     * "|" makes the point before it a corner, "/" lifts the pen.
     */
    private static final String[][] SHAPES = {
        {"52,4 26,18 17,50 26,84 50,96 75,83 83,50 74,18 50,4", "68,12 40,6 22,34 20,70 40,95 66,86 80,52 74,20 54,6"},
        {"52,4 51,50 50,96", "30,24 54,5 | 52,96", "32,22 52,5 | 51,95 / 28,95 74,95"},
        {"20,26 34,8 58,5 76,22 68,46 42,72 18,94 | 82,94", "22,22 46,5 74,18 66,50 40,84 22,90 24,74 42,78 62,92 84,88"
        },
        {"22,14 48,4 72,14 70,36 46,47 | 72,56 78,78 56,95 20,86", "22,8 76,8 | 46,42 | 74,54 78,78 54,96 20,88"},
        {"60,5 16,64 | 86,64 / 66,34 64,96", "28,6 20,50 | 50,54 80,48 / 76,6 70,50 66,96"},
        {"76,7 30,7 | 24,46 | 50,38 76,52 76,80 50,96 20,86", "32,8 26,46 | 54,42 76,60 70,86 44,96 20,86 / 30,8 80,6"},
        {"68,6 40,22 22,60 32,90 56,96 76,80 68,58 44,54 24,68", "56,4 36,36 26,74 44,95 68,88 72,66 50,58 28,74"},
        {"18,9 82,9 | 58,48 42,96", "18,10 50,12 82,7 | 60,46 44,96 / 34,52 76,50", "20,26 22,9 | 80,10 | 64,50 58,96"},
        {
            "70,16 48,4 28,18 36,40 62,56 76,78 52,96 26,82 36,58 62,42 74,24 66,10",
            "50,46 28,26 50,5 72,24 52,46 24,72 50,96 78,74 50,46"
        },
        {"74,28 56,6 30,16 28,42 52,50 72,34 | 72,64 64,96", "74,20 48,5 26,24 36,48 62,44 74,22 | 74,58 60,88 30,92"},
    };

    private MakeDigits() {}

    /** Takes the folder to write to. Ends with status 64 on wrong arguments and 73 where it cannot write. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: java scripts/MakeDigits.java FOLDER");
            System.exit(64);
        }
        Path folder = Path.of(arguments[0]);
        try {
            Files.createDirectories(folder);
            write(folder, "train", new SplittableRandom(TRAIN_SEED), TRAIN_PER_CLASS);
            write(folder, "t10k", new SplittableRandom(TEST_SEED), TEST_PER_CLASS);
        } catch (IOException e) {
            System.err.println("cannot write " + e.getMessage() + "; name a folder that can be written");
            System.exit(73);
        }
    }

    private static void write(Path folder, String part, SplittableRandom random, int perClass) throws IOException {
        byte[] labels = shuffledLabels(random, perClass);
        try (DataOutputStream out = gzip(folder.resolve(part + "-images-idx3-ubyte.gz"))) {
            for (int header : new int[] {2051, labels.length, SIDE, SIDE}) {
                out.writeInt(header);
            }
            for (byte label : labels) {
                out.write(image(SHAPES[label], random));
            }
        }
        try (DataOutputStream out = gzip(folder.resolve(part + "-labels-idx1-ubyte.gz"))) {
            out.writeInt(2049);
            out.writeInt(labels.length);
            out.write(labels);
        }
    }

    /** GZIPOutputStream's header holds no time and no name. */
    private static DataOutputStream gzip(Path file) throws IOException {
        OutputStream compressed = new GZIPOutputStream(Files.newOutputStream(file)) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        };
        return new DataOutputStream(compressed);
    }

    private static byte[] shuffledLabels(SplittableRandom random, int perClass) {
        byte[] labels = new byte[CLASSES * perClass];
        for (int i = 0; i < labels.length; i++) {
            int j = below(random, i + 1);
            labels[i] = labels[j];
            labels[j] = (byte) (i % CLASSES);
        }
        return labels;
    }

    /** Row by row, ink 255 on paper 0. */
    private static byte[] image(String[] shapes, SplittableRandom random) {
        Path2D curve = curve(shapes[below(random, shapes.length)], random);
        List<Line2D> lines = lines(curve.getPathIterator(placement(random), 0.05));
        double radius = between(random, 0.8, 1.7);
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            double distance = distance(lines, i % SIDE + 0.5, i / SIDE + 0.5);
            double coverage = Math.max(0, Math.min(1, radius + 0.5 - distance));
            // Uneven ink. Paper stays empty, as noise there would be most of the file.
            double ink = coverage == 0 ? 0 : coverage * between(random, 0.7, 1);
            pixels[i] = (byte) ((int) (ink * LEVELS + 0.5) * (255 / LEVELS));
        }
        return pixels;
    }

    /** From the box of 100 x 100 to the image's middle, 16 to 21 pixels high; scale, slant, turn and shift at random. */
    private static AffineTransform placement(SplittableRandom random) {
        double width = between(random, 0.13, 0.20);
        double height = between(random, 0.16, 0.21);
        double shear = between(random, -0.3, 0.2);
        double angle = between(random, -0.25, 0.25);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        AffineTransform all = new AffineTransform(
                1, 0, 0, 1, SIDE / 2.0 + between(random, -1.5, 1.5), SIDE / 2.0 + between(random, -1.5, 1.5));
        all.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
        all.concatenate(new AffineTransform(width, 0, shear * height, height, 0, 0));
        all.concatenate(new AffineTransform(1, 0, 0, 1, -50, -50));
        return all;
    }

    private static Path2D curve(String shape, SplittableRandom random) {
        Path2D curve = new Path2D.Double();
        List<Point2D> piece = new ArrayList<>();
        for (String token : shape.split(" ")) {
            if (token.equals("|") || token.equals("/")) {
                append(curve, piece);
                Point2D last = piece.get(piece.size() - 1);
                piece.clear();
                if (token.equals("|")) {
                    piece.add(last);
                }
            } else {
                String[] xy = token.split(",");
                double x = Integer.parseInt(xy[0]) + between(random, -7, 7);
                double y = Integer.parseInt(xy[1]) + between(random, -7, 7);
                piece.add(new Point2D.Double(x, y));
            }
        }
        append(curve, piece);
        return curve;
    }

    /** A Catmull-Rom spline through the points, as Bezier curves. */
    private static void append(Path2D curve, List<Point2D> points) {
        int last = points.size() - 1;
        curve.moveTo(points.get(0).getX(), points.get(0).getY());
        for (int i = 0; i < last; i++) {
            Point2D before = points.get(Math.max(0, i - 1));
            Point2D from = points.get(i);
            Point2D to = points.get(i + 1);
            Point2D after = points.get(Math.min(last, i + 2));
            curve.curveTo(
                    from.getX() + (to.getX() - before.getX()) / 6,
                    from.getY() + (to.getY() - before.getY()) / 6,
                    to.getX() - (after.getX() - from.getX()) / 6,
                    to.getY() - (after.getY() - from.getY()) / 6,
                    to.getX(),
                    to.getY());
        }
    }

    private static List<Line2D> lines(PathIterator flattened) {
        List<Line2D> lines = new ArrayList<>();
        double[] end = new double[2];
        double x = 0;
        double y = 0;
        for (; !flattened.isDone(); flattened.next()) {
            if (flattened.currentSegment(end) == PathIterator.SEG_LINETO) {
                lines.add(new Line2D.Double(x, y, end[0], end[1]));
            }
            x = end[0];
            y = end[1];
        }
        return lines;
    }

    private static double distance(List<Line2D> lines, double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (Line2D line : lines) {
            least = Math.min(least, line.ptSegDist(x, y));
        }
        return least;
    }

    private static double between(SplittableRandom random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    private static int below(SplittableRandom random, int bound) {
        return (int) (random.nextDouble() * bound);
    }
}
