package org.rlgrad.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws with Java 2D at twice the resolution, without a display. */
final class PngCanvas implements Canvas {
    private static final int RESOLUTION = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngCanvas(double width, double height) {
        image = new BufferedImage(
                (int) Math.ceil(width * RESOLUTION), (int) Math.ceil(height * RESOLUTION), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(RESOLUTION, RESOLUTION);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        rectangle(0, 0, width, height, 0xffffff, 1);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int rgb, double opacity) {
        graphics.setColor(color(rgb, opacity));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, int rgb, double width, boolean dashed) {
        graphics.setColor(color(rgb, 1));
        graphics.setStroke(new BasicStroke(
                (float) width,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_MITER,
                10f,
                dashed ? new float[] {4f, 3f} : null,
                0f));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void polyline(List<Point> points, int rgb, double width, Stroke stroke) {
        graphics.setColor(color(rgb, 1));
        graphics.setStroke(new BasicStroke(
                (float) width,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10f,
                stroke.dash > 0 ? new float[] {stroke.dash, stroke.gap} : null,
                0f));
        graphics.draw(path(points));
    }

    @Override
    public void polygon(List<Point> points, int rgb, double opacity) {
        graphics.setColor(color(rgb, opacity));
        Path2D area = path(points);
        area.closePath();
        graphics.fill(area);
    }

    private static Path2D path(List<Point> points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).x(), points.get(0).y());
        points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        return path;
    }

    @Override
    public void disc(double x, double y, double radius, int rgb, double opacity) {
        graphics.setColor(color(rgb, opacity));
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(double x, double y, String text, Font font, Anchor anchor) {
        graphics.setFont(
                new java.awt.Font(java.awt.Font.SANS_SERIF, font.bold() ? java.awt.Font.BOLD : java.awt.Font.PLAIN, 1)
                        .deriveFont((float) font.size()));
        graphics.setColor(color(font.rgb(), 1));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double shift =
                switch (anchor) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
        graphics.drawString(text, (float) (x - shift), (float) y);
    }

    @Override
    public void verticalText(double x, double y, String text, Font font) {
        AffineTransform upright = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        text(0, 0, text, font, Anchor.MIDDLE);
        graphics.setTransform(upright);
    }

    /** Encodes the picture. */
    void writeTo(OutputStream out) throws IOException {
        // Without the cache ImageIO would want a temporary folder.
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private static Color color(int rgb, double opacity) {
        return new Color((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, (int) Math.round(opacity * 255));
    }
}
