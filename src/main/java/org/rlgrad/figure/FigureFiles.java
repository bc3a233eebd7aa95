package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.AtomicFile;

/** A figure as {@code .svg} and {@code .png} beside each other. */
final class FigureFiles {
    private static final String ENDING = ".png";

    private FigureFiles() {}

    /**
     * Draws the figure twice.
     *
     * @param name of both files, without ending
     * @param warnings where to say that this Java cannot draw pictures (no fonts, no AWT); the SVG is there anyway
     * @return the files that were written, the SVG first
     * @throws Failure {@code CANNOT_WRITE}
     */
    static List<Path> write(
            Path folder,
            String name,
            double width,
            double height,
            Consumer<Canvas> drawing,
            Consumer<String> warnings) {
        SvgCanvas svg = new SvgCanvas(width, height);
        drawing.accept(svg);
        Path vectors = folder.resolve(name + ".svg");
        AtomicFile.writeString(vectors, svg.document());

        Path pixels = folder.resolve(name + ".png");
        try {
            PngCanvas picture = picture(width, height);
            drawing.accept(picture);
            AtomicFile.write(pixels, picture::writeTo);
            return List.of(vectors, pixels);
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException | LinkageError | InternalError e) {
            // AWT without fonts or native libraries ends in any of these, depending on the JDK.
            warnings.accept(pixels.getFileName() + " was not drawn, this Java has no fonts or no graphics (" + e
                    + "); the .svg beside it is the same figure");
            return List.of(vectors);
        }
    }

    /**
     * The same for a picture that the user has named.
     *
     * @param png its name ends with {@code .png}
     * @throws Failure {@code USAGE} where it does not, {@code CANNOT_WRITE}
     */
    static List<Path> write(
            Path png, double width, double height, Consumer<Canvas> drawing, Consumer<String> warnings) {
        String name = stem(png);
        return write(png.toAbsolutePath().getParent(), name, width, height, drawing, warnings);
    }

    /** The figure as the text of an SVG document, for what holds it inside. */
    static String svg(double width, double height, Consumer<Canvas> drawing) {
        SvgCanvas svg = new SvgCanvas(width, height);
        drawing.accept(svg);
        return svg.document();
    }

    /** A picture's name without its ending. Throws {@code USAGE} where that is not {@code .png}. */
    static String stem(Path png) {
        String file = png.getFileName().toString();
        if (!file.endsWith(ENDING)) {
            throw new Failure(ExitCode.USAGE, png + ": the figure's name must end with " + ENDING);
        }
        return file.substring(0, file.length() - ENDING.length());
    }

    private static PngCanvas picture(double width, double height) {
        if (System.getProperty("java.awt.headless") == null) {
            // A forwarded display that does not answer must not stop a run.
            System.setProperty("java.awt.headless", "true");
        }
        return new PngCanvas(width, height);
    }
}
