package io.annealdb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void barsFillByEighths() {
        assertThat(ProgressLines.bar(0, 4)).isEqualTo("····");
        assertThat(ProgressLines.bar(0.5, 4)).isEqualTo("██··");
        assertThat(ProgressLines.bar(0.28125, 4)).isEqualTo("█▏··");
        assertThat(ProgressLines.bar(7, 4)).isEqualTo("████");
        assertThat(ProgressLines.bar(Double.NaN, 4)).isEqualTo("····");
    }

    @Test
    void linesAreDrawnInPlace() {
        ProgressLines lines = new ProgressLines(new Terminal(err, err, true, true, 80, ""));
        lines.draw(List.of("a", "b"));
        lines.draw(List.of("c"));
        assertThat(text())
                .isEqualTo(
                        "\u001b[2Ka\n\u001b[2Kb\n" + "\u001b[2A\u001b[2Kc\n\u001b[2K\n\u001b[1A");
    }

    @Test
    void nothingIsDrawnIntoAPipe() {
        new ProgressLines(Terminal.plain(err, err)).draw(List.of("a"));
        assertThat(text()).isEmpty();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
