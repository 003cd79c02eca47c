"""A gallery that paints and hangs whatever is asked for: what is checked in it are rules over members."""

from gallery_server import Given, Handlers, state


class Gallery(Handlers):
    """Answers come from the examples; the two states give what the good calls need."""

    @state("a canvas")
    def canvas(self):
        return Given({"Layer.1.Colour": "red", "Layer.1.Width": "3", "Layer.2.Colour": "red"})

    @state("a wall")
    def wall(self):
        return Given({"WallId": "wall-7"})
