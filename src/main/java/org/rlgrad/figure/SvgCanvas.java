package org.rlgrad.figure;

import java.util.List;
import java.util.Locale;

/** Writes SVG text. Coordinates have two decimals. */
final class SvgCanvas implements Canvas {
    private static final String FONTS = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(double width, double height) {
        svg.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\"", width, height));
        svg.append(format(" viewBox=\"0 0 %s %s\" font-family=\"", width, height))
                .append(FONTS)
                .append("\">\n");
        rectangle(0, 0, width, height, 0xffffff, 1);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int rgb, double opacity) {
        svg.append(format("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"", x, y, width, height));
        fill(rgb, opacity);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, int rgb, double width, boolean dashed) {
        svg.append(format("<path d=\"M%s %sL%s %s\"", x1, y1, x2, y2));
        svg.append(" stroke=\"").append(hex(rgb)).append(format("\" stroke-width=\"%s\"", width));
        svg.append(dashed ? " stroke-dasharray=\"4 3\"/>\n" : "/>\n");
    }

    @Override
    public void polyline(List<Point> points, int rgb, double width, Stroke stroke) {
        appendPath(points);
        svg.append("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"").append(hex(rgb));
        svg.append(format("\" stroke-width=\"%s\"", width));
        if (stroke.dash > 0) {
            svg.append(format(" stroke-dasharray=\"%s %s\"", stroke.dash, stroke.gap));
        }
        svg.append("/>\n");
    }

    @Override
    public void polygon(List<Point> points, int rgb, double opacity) {
        appendPath(points);
        svg.append("Z\"");
        fill(rgb, opacity);
    }

    private void appendPath(List<Point> points) {
        svg.append("<path d=\"M");
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            svg.append(format(i == 0 ? "%s %s" : "L%s %s", point.x(), point.y()));
        }
    }

    @Override
    public void disc(double x, double y, double radius, int rgb, double opacity) {
        svg.append(format("<circle cx=\"%s\" cy=\"%s\" r=\"%s\"", x, y, radius));
        fill(rgb, opacity);
    }

    @Override
    public void text(double x, double y, String text, Font font, Anchor anchor) {
        svg.append(format("<text x=\"%s\" y=\"%s\"", x, y));
        finishText(text, font, anchor);
    }

    @Override
    public void verticalText(double x, double y, String text, Font font) {
        svg.append(format("<text transform=\"translate(%s %s) rotate(-90)\"", x, y));
        finishText(text, font, Anchor.MIDDLE);
    }

    /** The whole document. */
    String document() {
        return svg + "</svg>\n";
    }

    private void finishText(String text, Font font, Anchor anchor) {
        svg.append(format(" font-size=\"%s\"", font.size()));
        svg.append(font.bold() ? " font-weight=\"bold\"" : "");
        svg.append(" fill=\"")
                .append(hex(font.rgb()))
                .append("\" text-anchor=\"")
                .append(anchor.svg)
                .append("\">");
        // XML has no place at all for control characters and halves of surrogate pairs.
        text.codePoints()
                .map(c -> c < 0x20 || (c >= 0xd800 && c < 0xe000) || c == 0xfffe || c == 0xffff ? 0xfffd : c)
                .forEach(c -> svg.append(escape(c)));
        svg.append("</text>\n");
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            default -> Character.toString(codePoint);
        };
    }

    private void fill(int rgb, double opacity) {
        svg.append(" fill=\"").append(hex(rgb)).append('"');
        svg.append(opacity == 1 ? "/>\n" : format(" fill-opacity=\"%s\"/>\n", opacity));
    }

    private static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    /** Puts numbers into a pattern of {@code %s}, with at most two decimals. */
    private static String format(String pattern, double... numbers) {
        Object[] texts = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            double rounded = Math.rint(numbers[i] * 100) / 100 + 0.0;
            texts[i] = rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
        }
        return String.format(Locale.ROOT, pattern, texts);
    }
}
