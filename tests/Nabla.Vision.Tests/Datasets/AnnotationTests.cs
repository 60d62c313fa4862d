using System.Text;
using Nabla.Formats;

namespace Nabla.Vision.Tests.Datasets;

public class AnnotationTests
{
    private const string Voc = """
        <annotation><folder>VOC2007</folder><filename>000005.jpg</filename><size><width>500</width><height>375</height><depth>3</depth></size>
        <object><name>chair</name><pose>Rear</pose><truncated>1</truncated><difficult>0</difficult>
        <bndbox><xmin>263</xmin><ymin>211</ymin><xmax>324</xmax><ymax>339</ymax></bndbox></object>
        <object><name>dog</name><bndbox><xmin>1</xmin><ymin>2.5</ymin><xmax>4</xmax><ymax>5</ymax></bndbox><difficult>1</difficult></object></annotation>
        """;

    private const string Coco = """
        {"info": {}, "images": [{"id": 7, "file_name": "a.jpg", "width": 10, "height": 8}],
         "categories": [{"id": 3, "name": "car", "supercategory": "vehicle"}, {"id": 1, "name": "person"}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3.5, 4], "area": 9.5, "iscrowd": 0, "segmentation": [[1, 2, 4, 2, 4, 6]]},
                         {"id": 2, "image_id": 7, "category_id": 1, "bbox": [0, 0, 1, 1], "iscrowd": 1, "segmentation": {"counts": [1, 2], "size": [8, 10]}}]}
        """;

    [Fact]
    public void Voc_boxes_become_zero_based_and_half_open()
    {
        VocAnnotation found = Read(Voc);
        Assert.Equal(("000005.jpg", 500, 375, 2), (found.FileName, found.Width, found.Height, found.Objects.Count));
        Assert.Equal(new VocObject("chair", new(262, 210, 324, 339), false, true), found.Objects[0]);
        Assert.Equal(new VocObject("dog", new(0, 1.5, 4, 5), true, false), found.Objects[1]);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><annotation>&x;</annotation>")]
    [InlineData("<annotation><size>")]
    [InlineData("")]
    [InlineData("<other/>")]
    [InlineData("<annotation><filename>a</filename><size><width>x</width><height>1</height></size></annotation>")]
    public void Damaged_Voc_files_are_one_kind_of_error(string xml) => Assert.Throws<NablaFormatException>(() => Read(xml));

    [Fact]
    public void Deep_xml_is_an_error() => Assert.Throws<NablaFormatException>(() => Read(string.Concat(Enumerable.Repeat("<a>", 100_000))));

    [Fact]
    public void Coco_objects_find_their_picture()
    {
        CocoAnnotations found = CocoAnnotations.Parse(Encoding.UTF8.GetBytes(Coco));
        Assert.Equal(["person", "car"], found.Categories.Select(one => one.Name));
        CocoObject[] objects = [.. found.Of(found.Images[0])];
        Assert.Equal(new PixelBox(1, 2, 4.5, 6), objects[0].Box);
        Assert.Equal([1.0, 2, 4, 2, 4, 6], objects[0].Polygons[0]);
        Assert.Equal((true, 1.0, 0), (objects[1].Crowd, objects[1].Area, objects[1].Polygons.Count));
    }

    [Theory]
    [InlineData("\"image_id\": 7", "\"image_id\": 8")]
    [InlineData("\"category_id\": 3", "\"category_id\": 4")]
    [InlineData("[1, 2, 3.5, 4]", "[1, 2, 3.5]")]
    [InlineData("\"images\"", "\"pictures\"")]
    [InlineData("\"id\": 7", "\"id\": \"seven\"")]
    [InlineData("[1, 2, 4, 2, 4, 6]", "[1, 2, 4]")]
    [InlineData("}]}", "}")]
    public void Damaged_Coco_files_are_one_kind_of_error(string from, string to)
    {
        string damaged = Coco.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Coco, damaged);
        Assert.Throws<NablaFormatException>(() => CocoAnnotations.Parse(Encoding.UTF8.GetBytes(damaged)));
    }

    [Fact]
    public void Mutated_annotations_parse_or_throw_the_format_exception()
    {
        var random = new Random(11);
        byte[][] files = [Encoding.UTF8.GetBytes(Voc), Encoding.UTF8.GetBytes(Coco)];
        for (int i = 0; i < 4000; i++)
        {
            byte[] file = [.. files[i % 2]];
            for (int n = random.Next(1, 4); n > 0; n--) file[random.Next(file.Length)] = (byte)random.Next(random.Next(2) == 0 ? 128 : 256);
            try
            {
                if (i % 2 == 0) VocAnnotation.Parse(new MemoryStream(file));
                else CocoAnnotations.Parse(file);
            }
            catch (NablaFormatException)
            {
            }
        }
    }

    private static VocAnnotation Read(string xml) => VocAnnotation.Parse(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
}
