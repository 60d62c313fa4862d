[assembly: Nabla.ExportComponent("vision")]
